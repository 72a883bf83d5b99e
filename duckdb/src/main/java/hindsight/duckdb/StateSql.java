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

    /** @param head what to read as the table's head: see {@link Heads} */
    static String head(TableMemory table, String head) {
        return "SELECT " + Physical.headColumns(table, "h") + " FROM " + head + " h";
    }

    static String headVersions(TableMemory table, String head) {
        return "SELECT " + Physical.headColumns(table, "h") + ", h.rvid AS _version FROM " + head + " h";
    }

    /** Row versions that came in {@code (after, upTo]} and are there still, and that went in it and were there before. */
    static String versions(TableMemory table, long after, long upTo) {
        String came = log(Physical.plus(table.id()), table, after, upTo);
        String went = log(Physical.minus(table.id()), table, after, upTo);
        return """
                SELECT %s, 1::BIGINT AS _weight, p.rvid AS _version FROM %s p ANTI JOIN (SELECT rvid FROM %s) m ON p.rvid = m.rvid
                UNION ALL
                SELECT %s, -1::BIGINT AS _weight, m.rvid AS _version FROM %s m ANTI JOIN (SELECT rvid FROM %s) p ON p.rvid = m.rvid""".formatted(Physical.logColumns(table, "p"), came, went, Physical.logColumns(table, "m"), went, came);
    }

    /** What the table's line sees of a log. */
    private static String log(String log, TableMemory table, long after, long upTo) {
        return "(FROM " + log + " WHERE " + LineSql.within(table.line(), after, upTo) + ")";
    }

    /** Rows added at or before {@code seq} and not retracted by then. */
    static String asOf(TableMemory table, long seq) {
        return asOf(table, seq, Physical.logColumns(table, "p"));
    }

    static String versionsAsOf(TableMemory table, long seq) {
        return asOf(table, seq, Physical.logColumns(table, "p") + ", p.rvid AS _version");
    }

    /** The newest rows in the shape of a head. */
    static String inShapeOfHead(TableMemory table) {
        return asOf(table, Long.MAX_VALUE, "p.rvid" + Physical.shapedColumns(table, "p"));
    }

    private static String asOf(TableMemory table, long seq, String columns) {
        return """
                SELECT %s FROM %s p
                ANTI JOIN (SELECT rvid FROM %s) m ON p.rvid = m.rvid""".formatted(
                columns, log(Physical.plus(table.id()), table, 0, seq), log(Physical.minus(table.id()), table, 0, seq));
    }

    /** Every change in {@code (after, upTo]} with {@code _seq} and {@code _weight}. */
    static String log(TableMemory table, long after, long upTo) {
        return """
                SELECT p.seq AS _seq, 1::BIGINT AS _weight, %s FROM %s p
                UNION ALL
                SELECT m.seq AS _seq, -1::BIGINT AS _weight, %s FROM %s m""".formatted(
                        Physical.logColumns(table, "p"),
                        log(Physical.plus(table.id()), table, after, upTo),
                        Physical.logColumns(table, "m"),
                        log(Physical.minus(table.id()), table, after, upTo));
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
