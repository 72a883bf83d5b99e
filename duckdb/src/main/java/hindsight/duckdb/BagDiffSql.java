package hindsight.duckdb;

import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.sql.Identity;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SELECTs of the net diff of a table without a key. Rows that are equal on both sides cancel by count; what is left is looked up in
 * the head. Leftovers that differ only in inexact columns, and there hardly, are paired in order and stay.
 */
final class BagDiffSql {
    /** Column of the diff: whether the head has fewer rows like a retracted one than are to be retracted; never, had both been compared. */
    static final String LACKING = "lacking";

    private final TableMemory table;
    private final String head;
    private final TableDefinition definition;
    private final List<String> old;
    private final List<String> fresh;

    /** @param head what to read as the table's head */
    BagDiffSql(TableMemory table, String head, TableDefinition definition, List<String> fresh) {
        this.table = table;
        this.head = head;
        this.definition = definition;
        this.old = DiffTable.oldValues(table, definition, "h");
        this.fresh = fresh;
    }

    /** Distinct rows {@code v1…} whose number differs, with {@code copies} to add (negative: to retract), numbered by {@code id}. */
    String leftover(String staged, String compared) {
        List<Column> columns = definition.schema().columns();
        String groups = columns(i -> Identity.of("v" + (i + 1), columns.get(i)));
        String values = columns(i -> Identity.grouped("v" + (i + 1), columns.get(i)) + " AS v" + (i + 1));
        String counted =
                """
                SELECT %s, sum(weight) AS copies FROM (
                  SELECT %s, -1 AS weight FROM %s h UNION ALL SELECT %s, 1 AS weight FROM %s n)
                GROUP BY %s HAVING sum(weight) <> 0""".formatted(values, DiffTable.named(old, "v"), compared, DiffTable.named(fresh, "v"), staged, groups);
        return "SELECT row_number() OVER () AS id, * FROM (" + withoutNearPairs(counted) + ")";
    }

    /** The diff, given the table of leftovers. */
    String select(String leftover) {
        List<Column> columns = definition.schema().columns();
        String same = IntStream.range(0, columns.size())
                .mapToObj(i -> Identity.same(old.get(i), "l.v" + (i + 1), columns.get(i)))
                .collect(Collectors.joining(" AND "));
        List<Integer> abandoned = DiffTable.abandoned(table, definition);
        String extras = DiffTable.extras(abandoned);
        String noExtras = ", NULL".repeat(abandoned.size());
        String nothing = columns(i -> "NULL::" + columns.get(i).type().text());
        return """
                SELECT h.rvid AS rvid, false AS added, count(h.rvid) OVER (PARTITION BY l.id) < -l.copies AS lacking, %s, %s%s
                FROM (FROM %s WHERE copies < 0) l LEFT JOIN %s h ON %s
                QUALIFY row_number() OVER (PARTITION BY l.id ORDER BY h.rvid) <= -l.copies
                UNION ALL
                SELECT NULL, true, false, %s, %s%s FROM (SELECT *, unnest(range(copies::BIGINT)) FROM %s WHERE copies > 0)""".formatted(
                        DiffTable.named(old, "o"),
                        columns(i -> "NULL::" + columns.get(i).type().text() + " AS n" + (i + 1)),
                        extras,
                        leftover,
                        head,
                        same,
                        nothing,
                        columns(i -> "v" + (i + 1)),
                        noExtras,
                        leftover);
    }

    private String withoutNearPairs(String counted) {
        List<Column> columns = definition.schema().columns();
        List<Integer> inexact = IntStream.range(0, columns.size())
                .filter(i -> Inexact.comparable(definition, i))
                .boxed()
                .toList();
        if (inexact.isEmpty()) {
            return counted;
        }
        List<Integer> exact = IntStream.range(0, columns.size())
                .filter(i -> !inexact.contains(i))
                .boxed()
                .toList();
        String partition =
                exact.isEmpty() ? "1" : exact.stream().map(i -> "v" + (i + 1)).collect(Collectors.joining(", "));
        String order = inexact.stream().map(i -> "v" + (i + 1)).collect(Collectors.joining(", "));
        String near = inexact.stream()
                .map(i -> "(a.v%1$d IS NOT DISTINCT FROM b.v%1$d OR %2$s)"
                        .formatted(i + 1, Inexact.near("a.v" + (i + 1), "b.v" + (i + 1))))
                .collect(Collectors.joining(" AND "));
        String matched = exact.stream()
                .map(i -> "a.v%1$d IS NOT DISTINCT FROM b.v%1$d AND ".formatted(i + 1))
                .collect(Collectors.joining());
        return """
                WITH counted AS (%1$s),
                single AS MATERIALIZED (
                  SELECT %6$s, sign(copies)::BIGINT AS copies, row_number() OVER () AS place,
                    row_number() OVER (PARTITION BY sign(copies), %2$s ORDER BY %3$s) AS turn
                  FROM (SELECT *, unnest(range(abs(copies)::BIGINT)) AS copy FROM counted)),
                pairs AS MATERIALIZED (
                  SELECT a.place AS gone, b.place AS come FROM single a JOIN single b
                  ON %4$s a.turn = b.turn AND a.copies < 0 AND b.copies > 0 AND %5$s)
                SELECT %6$s, sum(copies) AS copies FROM single
                WHERE place NOT IN (SELECT gone FROM pairs UNION ALL SELECT come FROM pairs)
                GROUP BY %6$s""".formatted(counted, partition, order, matched, near, columns(i -> "v" + (i + 1)));
    }

    private String columns(IntFunction<String> text) {
        return IntStream.range(0, definition.schema().columns().size())
                .mapToObj(text)
                .collect(Collectors.joining(", "));
    }
}
