package hindsight.duckdb;

import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.util.List;
import java.util.stream.Collectors;

/** SELECTs over the history of one table; the columns are those of the given memory, under their users' names. */
final class StateSql {
    private StateSql() {}

    static String head(TableMemory table) {
        return "SELECT " + Physical.headColumns(table, "h") + " FROM " + Physical.head(table.id()) + " h";
    }

    static String headVersions(TableMemory table) {
        return "SELECT " + Physical.headColumns(table, "h") + ", h.rvid AS _version FROM " + Physical.head(table.id())
                + " h";
    }

    /** Row versions that came in {@code (after, upTo]} and are there still, and that went in it and were there before. */
    static String versions(TableMemory table, long after, long upTo) {
        String came = logSince(Physical.plus(table.id()), after, upTo);
        String went = logSince(Physical.minus(table.id()), after, upTo);
        return """
                SELECT %s, 1::BIGINT AS _weight, p.rvid AS _version FROM (FROM %s) p ANTI JOIN (SELECT rvid FROM %s) m ON p.rvid = m.rvid
                UNION ALL
                SELECT %s, -1::BIGINT AS _weight, m.rvid AS _version FROM (FROM %s) m ANTI JOIN (SELECT rvid FROM %s) p ON p.rvid = m.rvid""".formatted(Physical.logColumns(table, "p"), came, went, Physical.logColumns(table, "m"), went, came);
    }

    private static String logSince(String log, long after, long upTo) {
        return log + " WHERE seq > " + after + " AND seq <= " + upTo;
    }

    /** Rows added at or before {@code seq} and not retracted by then. */
    static String asOf(TableMemory table, long seq) {
        return asOf(table, seq, Physical.logColumns(table, "p"));
    }

    static String versionsAsOf(TableMemory table, long seq) {
        return asOf(table, seq, Physical.logColumns(table, "p") + ", p.rvid AS _version");
    }

    private static String asOf(TableMemory table, long seq, String columns) {
        return """
                SELECT %s FROM %s p
                ANTI JOIN (SELECT rvid FROM %s WHERE seq <= %d) m ON p.rvid = m.rvid
                WHERE p.seq <= %d""".formatted(columns, Physical.plus(table.id()), Physical.minus(table.id()), seq, seq);
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
