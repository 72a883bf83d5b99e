package hindsight.duckdb;

import hindsight.history.StagedDiff;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** SELECTs that tell whether anything is left of a diff when only some columns count; of none, whether the number of rows differs. */
final class ColumnDiffSql {
    private ColumnDiffSql() {}

    static String ofLog(StateSql history, TableMemory table, long after, long upTo, Set<String> columns) {
        List<String> values = new ArrayList<>();
        for (Column column : table.definition().schema().columns()) {
            if (columns.contains(Name.folded(column.name()))) {
                values.add(Identity.of(Identifier.quote(column.name()), column));
            }
        }
        return remains(values, "_weight", history.changes(table, after, upTo));
    }

    static String ofStaged(TableDefinition definition, StagedDiff diff, Set<String> columns) {
        List<Column> all = definition.schema().columns();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (columns.contains(Name.folded(all.get(i).name()))) {
                values.add(Identity.of(DiffTable.value(i), all.get(i)));
            }
        }
        return remains(values, "if(fresh, 1, -1)", DiffTable.sides(definition, diff));
    }

    /** The answer, where what was counted of a diff tells it. */
    static Optional<Boolean> counted(TableDefinition definition, StagedDiff diff, Set<String> columns) {
        if (diff.added() != diff.retracted()) {
            return Optional.of(true);
        }
        if (diff.added() > diff.updated()) {
            return Optional.empty();
        }
        boolean touched = diff.changedColumns().stream().map(Name::folded).anyMatch(columns::contains);
        boolean readsKey = !definition.key().isEmpty()
                && definition.key().stream().map(Name::folded).allMatch(columns::contains);
        return touched && !readsKey ? Optional.empty() : Optional.of(touched);
    }

    static boolean answer(Session session, String select) {
        session.countDataStatement();
        return session.one(select, row -> row.getBoolean(1));
    }

    private static String remains(List<String> values, String weight, String changes) {
        return values.isEmpty()
                ? "SELECT coalesce(sum(" + weight + "), 0) <> 0 FROM (" + changes + ")"
                : "SELECT EXISTS (SELECT 1 FROM (" + changes + ") GROUP BY " + String.join(", ", values)
                        + " HAVING sum(" + weight + ") <> 0)";
    }
}
