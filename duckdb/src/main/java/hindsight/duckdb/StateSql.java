package hindsight.duckdb;

import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/** SELECTs over the history of one table; the columns are those of the given memory, under their users' names. */
final class StateSql {
    private StateSql() {}

    static String head(TableMemory table) {
        return "SELECT " + Physical.headColumns(table, "h") + " FROM " + Physical.head(table.id()) + " h";
    }

    /** Rows added at or before {@code seq} and not retracted by then. */
    static String asOf(TableMemory table, long seq) {
        return """
                SELECT %s FROM %s p
                ANTI JOIN (SELECT rvid FROM %s WHERE seq <= %d) m ON p.rvid = m.rvid
                WHERE p.seq <= %d""".formatted(
                Physical.logColumns(table, "p"), Physical.plus(table.id()), Physical.minus(table.id()), seq, seq);
    }

    /** Every change in {@code (after, upTo]} with {@code _seq} and {@code _weight}. */
    static String log(TableMemory table, long after, long upTo) {
        return """
                SELECT p.seq AS _seq, 1::BIGINT AS _weight, %s FROM %s p WHERE p.seq > %d AND p.seq <= %d
                UNION ALL
                SELECT m.seq AS _seq, -1::BIGINT AS _weight, %s FROM %s m WHERE m.seq > %d AND m.seq <= %d""".formatted(
                        Physical.logColumns(table, "p"),
                        Physical.plus(table.id()),
                        after,
                        upTo,
                        Physical.logColumns(table, "m"),
                        Physical.minus(table.id()),
                        after,
                        upTo);
    }

    /** The consolidated difference between the states at {@code after} and {@code upTo}. */
    static String netDiff(TableMemory table, long after, long upTo) {
        List<Column> columns = table.definition().schema().columns();
        String values = columns.stream()
                .map(c -> {
                    String name = Identifier.quote(c.name());
                    return Identity.grouped(name, c) + " AS " + name;
                })
                .collect(Collectors.joining(", "));
        String groups = columns.stream()
                .map(c -> Identity.of(Identifier.quote(c.name()), c))
                .collect(Collectors.joining(", "));
        return """
                SELECT %s, sum(_weight)::BIGINT AS _weight FROM (%s) GROUP BY %s HAVING sum(_weight) <> 0""".formatted(values, log(table, after, upTo), groups);
    }
}
