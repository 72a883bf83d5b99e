package hindsight.run;

import hindsight.history.Ancestry.Place;
import hindsight.history.RowSet;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How rows of a table differ between two places that may be on different lines: told from what both logged since their lines parted. */
record LineDiff(Place from, Place to, Instant clock) {
    /**
     * The net diff, with {@code _weight}.
     *
     * @param then the table at {@code from}; null where there is none
     * @param now the table at {@code to}
     * @param columns that the rows are to have, found by name
     */
    RowSet of(@Nullable TableMemory then, TableMemory now, Schema columns) {
        boolean same = then != null && then.id() == now.id();
        long parted = same ? from.line().common(to.line()) : 0;
        long since = then == null ? 0 : Math.min(parted, from.seq());
        TableMemory wide = same ? WideTable.of(now, List.of(then)).memory() : now;
        RowSet came = new RowSet.NetDiff(wide, since, to.seq());
        if (then == null || since == from.seq()) {
            return query("SELECT " + named(wide, columns) + ", _weight FROM came", Map.of("came", came));
        }
        TableMemory left = same ? WideTable.of(then, List.of(now)).memory() : then;
        RowSet went = new RowSet.NetDiff(left, since, from.seq());
        String both = "SELECT %s, _weight FROM came UNION ALL SELECT %s, -_weight FROM went"
                .formatted(named(wide, columns), named(left, columns));
        return query(netted(both, columns), Map.of("came", came, "went", went));
    }

    private static String netted(String rows, Schema columns) {
        String values = columns.columns().stream()
                .map(column -> Identity.grouped(quoted(column), column) + " AS " + quoted(column))
                .collect(Collectors.joining(", "));
        String groups = columns.columns().stream()
                .map(column -> Identity.of(quoted(column), column))
                .collect(Collectors.joining(", "));
        return "SELECT " + values + ", CAST(sum(_weight) AS BIGINT) AS _weight FROM (" + rows + ") GROUP BY " + groups
                + " HAVING sum(_weight) <> 0";
    }

    /** Those of a table by name; NULL where it has none. */
    private static String named(TableMemory table, Schema columns) {
        return columns.columns().stream()
                .map(column -> table.definition()
                                .schema()
                                .column(column.name())
                                .map(found -> found.type().equals(column.type())
                                        ? quoted(found)
                                        : cast(quoted(found), column))
                                .orElseGet(() -> cast("NULL", column))
                        + " AS " + quoted(column))
                .collect(Collectors.joining(", "));
    }

    private static String cast(String value, Column column) {
        return "CAST(" + value + " AS " + column.type().text() + ")";
    }

    private static String quoted(Column column) {
        return Identifier.quote(column.name());
    }

    private RowSet query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, clock);
    }
}
