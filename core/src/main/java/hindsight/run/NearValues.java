package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.schema.TypeFamily;
import hindsight.sql.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gives inexact values that were computed anew the last digits of published ones, where they differ in nothing else. Rows are paired by
 * key, else by all exact columns.
 */
final class NearValues {
    private static final String NEAR = """
            WITH fresh_rows AS (SELECT *, row_number() OVER (%1$s) AS _turn FROM fresh),
            known_rows AS (SELECT *, row_number() OVER (%1$s) AS _turn FROM known)
            SELECT f.* EXCLUDE (_turn) REPLACE (%2$s)
            FROM fresh_rows AS f LEFT JOIN known_rows AS k ON %3$s""";

    private final Store store;
    private final Instant clock;

    NearValues(Store store, Instant clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param known rows with the last digits; left aside where it lacks columns by which rows are paired */
    TableRows taken(TableRows fresh, TableRows known) {
        Schema there = known.table().definition().schema();
        List<Column> columns = fresh.table().definition().schema().columns();
        List<String> near = names(
                columns,
                column -> isNear(fresh, column)
                        && there.column(column.name())
                                .filter(other -> other.type().family() == TypeFamily.FLOATING)
                                .isPresent());
        List<String> key = fresh.table().definition().key();
        List<String> paired = key.isEmpty()
                ? names(columns, column -> !isInexact(fresh, column))
                : key.stream().map(Identifier::quote).toList();
        boolean comparable = columns.stream()
                .map(Column::name)
                .filter(name -> paired.contains(Identifier.quote(name)))
                .allMatch(name -> there.column(name).isPresent());
        return near.isEmpty() || !comparable ? fresh : taken(fresh, known, near, paired);
    }

    private TableRows taken(TableRows fresh, TableRows known, List<String> near, List<String> paired) {
        String window = (paired.isEmpty() ? "" : "PARTITION BY " + String.join(", ", paired)) + " ORDER BY "
                + String.join(", ", near);
        String values = near.stream()
                .map(name -> "CASE WHEN " + Comparison.close("f." + name, "k." + name) + " THEN k." + name + " ELSE f."
                        + name + " END AS " + name)
                .collect(Collectors.joining(", "));
        String same = paired.stream()
                .map(name -> "f.%1$s IS NOT DISTINCT FROM k.%1$s AND ".formatted(name))
                .collect(Collectors.joining());
        RowSet query = new RowSet.Query(
                NEAR.formatted(window, values, same + "f._turn = k._turn"),
                Map.of("fresh", fresh.rows(), "known", known.rows()),
                clock);
        return new TableRows(fresh.table(), new RowSet.Staged(store.stage(query)));
    }

    private static List<String> names(List<Column> columns, Predicate<Column> wanted) {
        return columns.stream()
                .filter(wanted)
                .map(column -> Identifier.quote(column.name()))
                .toList();
    }

    private static boolean isInexact(TableRows rows, Column column) {
        return rows.table().definition().inexact().stream().anyMatch(name -> Name.same(name, column.name()));
    }

    private static boolean isNear(TableRows rows, Column column) {
        return isInexact(rows, column) && column.type().family() == TypeFamily.FLOATING;
    }
}
