package hindsight.duckdb;

import hindsight.history.StagedTable;
import hindsight.history.TableDefinition;
import hindsight.schema.Column;
import hindsight.sql.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SELECT of the rows that entities of a table with periods have from now on.
 *
 * <pre>
 *   head      |--- a ---|--- b ---|
 *   portions       |---------|
 *   rows           |-- a --|
 *   gives     |---- a -----|  |-b-|
 * </pre>
 *
 * All ends of periods cut the time of an entity into spans; in each at most one row of head and one portion holds, since neither overlap.
 * Windows find them in the order of time, so that it costs no more for an entity with many rows than for many with few.
 */
final class VersionsSql {
    private final TableDefinition definition;
    private final List<Integer> entity;
    private final int from;
    private final int to;

    VersionsSql(TableDefinition definition) {
        this.definition = definition;
        this.entity =
                definition.entity().stream().map(definition.schema()::position).toList();
        this.from = definition
                .period()
                .map(period -> definition.schema().position(period.from()))
                .orElseThrow();
        this.to = definition
                .period()
                .map(period -> definition.schema().position(period.to()))
                .orElseThrow();
    }

    /** What rows of head leave of themselves, and new rows: {@code v1…}. */
    String select(String held, StagedTable portions, List<String> portionValues, String rows, List<String> rowValues) {
        return joined(rest(held, portions, portionValues) + " UNION ALL SELECT " + DiffTable.named(rowValues, "v")
                + " FROM " + rows + " n");
    }

    /** Rows where there is no head. */
    String select(String rows, List<String> values) {
        return joined("SELECT " + DiffTable.named(values, "v") + " FROM " + rows + " n");
    }

    /** @param held a table of {@code id} and {@code v1…} */
    private String rest(String held, StagedTable portions, List<String> portionValues) {
        String cuts =
                "(SELECT n.rowid AS id, " + DiffTable.named(portionValues, "v") + " FROM " + portions.handle() + " n)";
        String keys = keys(i -> value(i));
        String events = String.join(
                " UNION ALL ",
                "SELECT " + keys + ", " + value(from) + " AS moment, id AS held, NULL::BIGINT AS cut FROM " + held,
                "SELECT " + keys + ", " + value(to) + ", NULL, NULL FROM " + held + " WHERE " + value(to)
                        + " IS NOT NULL",
                "SELECT " + keys + ", " + value(from) + ", NULL, id FROM " + cuts,
                "SELECT " + keys + ", " + value(to) + ", NULL, NULL FROM " + cuts + " WHERE " + value(to)
                        + " IS NOT NULL");
        return """
                SELECT %1$s FROM (
                  SELECT %2$s, moment, lead(moment) OVER w AS until, last_value(held IGNORE NULLS) OVER w AS held,
                    last_value(cut IGNORE NULLS) OVER w AS cut
                  FROM (SELECT %2$s, moment, max(held) AS held, max(cut) AS cut FROM (%3$s) GROUP BY %2$s, moment)
                  WINDOW w AS (PARTITION BY %2$s ORDER BY moment)
                ) s JOIN %4$s h ON h.id = s.held LEFT JOIN %5$s c ON c.id = s.cut
                WHERE (h.%6$s IS NULL OR h.%6$s > s.moment) AND (c.id IS NULL OR c.%6$s <= s.moment)""".formatted(
                        values(i -> i == from ? "s.moment" : i == to ? "s.until" : "h." + value(i)),
                        keys,
                        events,
                        held,
                        cuts,
                        value(to));
    }

    /** Rows of an entity that meet and say the same become one. */
    private String joined(String pieces) {
        List<Column> columns = definition.schema().columns();
        String said = all().filter(this::says)
                .mapToObj(i -> ", " + Identity.of(value(i), columns.get(i)))
                .collect(Collectors.joining("", "row(true", ")"));
        String keys = keys(i -> value(i));
        return """
                SELECT %1$s FROM (
                  SELECT *, sum(begins) OVER (PARTITION BY %2$s ORDER BY %3$s) AS part FROM (
                    SELECT *, CASE WHEN lag(%4$s) OVER w = %3$s AND lag(%5$s) OVER w IS NOT DISTINCT FROM %5$s THEN 0 ELSE 1 END AS begins
                    FROM (%6$s) WINDOW w AS (PARTITION BY %2$s ORDER BY %3$s)))
                GROUP BY %2$s, part""".formatted(values(this::joined), keys, value(from), value(to), said, pieces);
    }

    private String joined(int i) {
        if (entity.contains(i)) {
            return value(i);
        }
        if (i == from) {
            return "min(" + value(i) + ")";
        }
        return i == to
                ? "CASE WHEN bool_and(" + value(i) + " IS NOT NULL) THEN max(" + value(i) + ") END"
                : "arg_min_null(" + value(i) + ", " + value(from) + ")";
    }

    private boolean says(int i) {
        return i != from && i != to && !entity.contains(i);
    }

    private IntStream all() {
        return IntStream.range(0, definition.schema().columns().size());
    }

    private String keys(IntFunction<String> name) {
        return entity.stream().map(name::apply).collect(Collectors.joining(", "));
    }

    private String values(IntFunction<String> value) {
        List<String> values = new ArrayList<>();
        all().forEach(i -> values.add(value.apply(i) + " AS " + value(i)));
        return String.join(", ", values);
    }

    private static String value(int i) {
        return DiffTable.value(i);
    }
}
