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
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
                .flatMap(update -> defined(update).stream())
                .filter(definition -> Name.same(definition.name(), write.table()))
                .reduce((first, second) -> second)
                .or(() -> head.table(renamedFrom(write.table(), draft)).map(memory -> memory.definition()))
                .orElseThrow(
                        () -> new DefectException("A draft writes to a table that nobody defined: " + write.table()));
    }

    private static Optional<TableDefinition> defined(Update update) {
        if (update instanceof Update.Adopt adopt) {
            return Optional.of(adopt.other().definition());
        }
        return update instanceof Update.Define define ? Optional.of(define.definition()) : Optional.empty();
    }

    /** Sums of all diffs that a draft writes, by handle, in one statement. */
    Map<String, RowSums> ofDiffs(Draft draft, Memory head) {
        Map<String, StagedDiff> diffs = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>();
        for (Update update : draft.updates()) {
            if (update instanceof Update.Write write && diffs.put(write.diff().handle(), write.diff()) == null) {
                parts.add(sums(write.diff(), definition(write, draft, head)));
            }
        }
        Map<String, Digest> digests = new HashMap<>();
        if (!parts.isEmpty()) {
            session.countDataStatement();
            session.list(
                    String.join(" UNION ALL ", parts),
                    row -> digests.put(row.getString(1), RowHash.digest(row, 2).minus(RowHash.digest(row, 4))));
        }
        Map<String, RowSums> sums = new HashMap<>();
        diffs.forEach((handle, diff) -> sums.put(
                handle, new RowSums(diff.added(), diff.retracted(), Objects.requireNonNull(digests.get(handle)))));
        return sums;
    }

    /** Both sides are hashed by one expression, because the engine takes longer to plan it than to hash a few rows. */
    private static String sums(StagedDiff diff, TableDefinition definition) {
        boolean both = diff.retracted() > 0;
        String hashes = "SELECT fresh, " + hash(definition, DiffTable::value) + " AS hash FROM ("
                + (both ? DiffTable.sides(definition, diff) : DiffTable.side(definition, diff, true)) + ")";
        String sums = both
                ? RowHash.sums(" FILTER (fresh)") + ", " + RowHash.sums(" FILTER (NOT fresh)")
                : RowHash.sums("") + ", NULL, NULL";
        return "SELECT " + Literal.string(diff.handle()) + ", " + sums + " FROM (" + RowHash.halves(hashes) + ")";
    }

    /** Number of rows and digest of a SELECT whose columns are those of the definition. */
    Store.Fingerprint of(TableDefinition definition, String select) {
        List<Column> columns = definition.schema().columns();
        String hash = hash(definition, i -> Identifier.quote(columns.get(i).name()));
        return digest("SELECT " + hash + " AS hash FROM (" + select + ")");
    }

    /** Whether two SELECTs of a definition's columns have the same rows, each as often. */
    boolean same(TableDefinition definition, String one, String other) {
        List<String> values = definition.schema().columns().stream()
                .filter(column -> !definition.inexact().contains(column.name()))
                .map(RowSummer::compared)
                .toList();
        String sum = values.isEmpty() ? "NULL" : "sum(hash(" + String.join(", ", values) + "))";
        String sums = "(SELECT count(*) AS n, " + sum + " AS hashes FROM (%s))";
        session.countDataStatement();
        return session.userOne(
                "SELECT a.n = b.n AND a.hashes IS NOT DISTINCT FROM b.hashes FROM " + sums.replace("%s", one) + " a, "
                        + sums.replace("%s", other) + " b",
                row -> row.getBoolean(1));
    }

    /** Values of some types are other ones although the engine calls them equal; the digest tells them apart by their text. */
    private static String compared(Column column) {
        String value = Identifier.quote(column.name());
        return switch (column.type().family()) {
            case INTEGER, BOOLEAN, DECIMAL, FLOATING, DATE_TIME, TEXT -> value;
            case ZONED, OTHER -> value + "::VARCHAR";
        };
    }

    private Store.Fingerprint digest(String hashes) {
        session.countDataStatement();
        return session.one(
                "SELECT " + RowHash.sums("") + ", count(*) FROM (" + RowHash.halves(hashes) + ")",
                row -> new Store.Fingerprint(row.getLong(3), RowHash.digest(row, 1)));
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
