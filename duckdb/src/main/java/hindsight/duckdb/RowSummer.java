package hindsight.duckdb;

import hindsight.history.Digest;
import hindsight.history.Draft;
import hindsight.history.Memory;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.Update;
import hindsight.problem.DefectException;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Computes numbers of rows and digests. */
final class RowSummer {
    private final Session session;

    RowSummer(Session session) {
        this.session = session;
    }

    /** The definition that a table has when a draft's write to it is carried out. */
    TableDefinition definition(Update.Write write, Draft draft, Memory head) {
        return draft.updates().subList(0, draft.updates().indexOf(write)).stream()
                .filter(update -> update instanceof Update.Define)
                .map(update -> ((Update.Define) update).definition())
                .filter(definition -> Name.same(definition.name(), write.table()))
                .reduce((first, second) -> second)
                .or(() -> head.table(renamedFrom(write.table(), draft)).map(memory -> memory.definition()))
                .orElseThrow(
                        () -> new DefectException("A draft writes to a table that nobody defined: " + write.table()));
    }

    RowSums ofDiff(StagedDiff diff, TableDefinition definition) {
        Digest digest = digest("SELECT " + hash(definition, DiffTable::fresh) + " AS hash FROM " + diff.handle()
                        + " WHERE added")
                .digest();
        if (diff.retracted() > 0) {
            String retracted = "SELECT " + hash(definition, DiffTable::old) + " AS hash FROM " + diff.handle()
                    + " WHERE rvid IS NOT NULL";
            digest = digest.minus(digest(retracted).digest());
        }
        return new RowSums(diff.added(), diff.retracted(), digest);
    }

    /** Number of rows and digest of a SELECT whose columns are those of the definition. */
    Store.Fingerprint of(TableDefinition definition, String select) {
        List<Column> columns = definition.schema().columns();
        String hash = hash(definition, i -> Identifier.quote(columns.get(i).name()));
        return digest("SELECT " + hash + " AS hash FROM (" + select + ")");
    }

    private Store.Fingerprint digest(String hashes) {
        session.countDataStatement();
        return session.one(
                RowHash.sum(hashes),
                row -> new Store.Fingerprint(row.getLong(3), new Digest(row.getLong(1), row.getLong(2))));
    }

    private static String hash(TableDefinition definition, IntFunction<String> expression) {
        List<Column> columns = definition.schema().columns();
        List<RowHash.Part> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (!definition.inexact().contains(column.name())) {
                parts.add(new RowHash.Part(column.name(), column.type(), expression.apply(i)));
            }
        }
        return RowHash.sql(parts);
    }

    private static String renamedFrom(String table, Draft draft) {
        return draft.updates().stream()
                .filter(update -> update instanceof Update.Rename rename && Name.same(rename.to(), table))
                .map(update -> ((Update.Rename) update).from())
                .findFirst()
                .orElse(table);
    }
}
