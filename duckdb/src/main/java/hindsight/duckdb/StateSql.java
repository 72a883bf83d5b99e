package hindsight.duckdb;

import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** SELECTs over the history of one table; the columns are those of the given memory, under their users' names. */
final class StateSql {
    private final Logs logs;

    StateSql(Logs logs) {
        this.logs = logs;
    }

    /** @param head what to read as the table's head: see {@link Heads} */
    static String head(TableMemory table, String head) {
        return "SELECT " + Physical.headColumns(table, "h") + " FROM " + head + " h";
    }

    static String headVersions(TableMemory table, String head) {
        return "SELECT " + Physical.headColumns(table, "h") + ", h.rvid AS _version FROM " + head + " h";
    }

    /** Row versions that came in {@code (after, upTo]} and are there still, and that went in it and were there before. */
    String versions(TableMemory table, long after, long upTo) {
        checkEnds(table, after, upTo);
        String came = seen(logs.added(table.id()), table, after, upTo);
        String went = seen(logs.retracted(table.id()), table, after, upTo);
        return """
                SELECT %s, 1::BIGINT AS _weight, p.rvid AS _version FROM %s p ANTI JOIN (SELECT rvid FROM %s) m ON p.rvid = m.rvid
                UNION ALL
                SELECT %s, -1::BIGINT AS _weight, m.rvid AS _version FROM %s m ANTI JOIN (SELECT rvid FROM %s) p ON p.rvid = m.rvid""".formatted(Physical.logColumns(table, "p"), came, went, Physical.logColumns(table, "m"), went, came);
    }

    /** What the table's line sees of a log. */
    private static String seen(String log, TableMemory table, long after, long upTo) {
        return "(FROM " + log + " WHERE " + LineSql.within(table.line(), after, upTo) + ")";
    }

    /** Rows added at or before {@code seq} and not retracted by then. */
    String asOf(TableMemory table, long seq) {
        return asOf(table, seq, Physical.logColumns(table, "p"));
    }

    /** All that was ever added on any branch, as far as it is stored. */
    String ever(TableMemory table) {
        return "SELECT " + Physical.logColumns(table, "p") + ", p.rvid AS _version FROM " + logs.added(table.id())
                + " p";
    }

    String versionsAsOf(TableMemory table, long seq) {
        return asOf(table, seq, Physical.logColumns(table, "p") + ", p.rvid AS _version");
    }

    /** The newest rows in the shape of a head. */
    String inShapeOfHead(TableMemory table) {
        return asOf(table, Long.MAX_VALUE, "p.rvid" + Physical.shapedColumns(table, "p"));
    }

    private String asOf(TableMemory table, long seq, String columns) {
        checkState(table, seq);
        return storedAsOf(table, seq, columns);
    }

    /**
     * What is stored of a state, although the rest may have been pruned. What is sealed says itself how long it was there; what happened to
     * it since, or on another branch, stands in minus.
     *
     * @param columns of a row of plus, alias {@code p}
     */
    String storedAsOf(TableMemory table, long seq, String columns) {
        int id = table.id();
        List<String> there = new ArrayList<>();
        boolean plain = table.line().isMain() && seq <= logs.sealedUpTo(id);
        if (!plain) {
            there.add("FROM " + Physical.plus(id) + " WHERE " + LineSql.upTo(table.line(), seq));
        }
        if (logs.isSealed(id)) {
            there.add("SELECT * EXCLUDE (until, in_minus) FROM " + Physical.segments(id) + " WHERE "
                    + LineSql.alive(table.line(), seq));
        }
        String rows = "SELECT " + columns + " FROM (" + String.join(" UNION ALL BY NAME ", there) + ") p";
        return plain
                ? rows
                : rows + "\nANTI JOIN (SELECT rvid FROM " + seen(Physical.minus(id), table, 0, seq)
                        + ") m ON p.rvid = m.rvid";
    }

    /** Every change in {@code (after, upTo]} with {@code _seq} and {@code _weight}. */
    String log(TableMemory table, long after, long upTo) {
        if (after < Math.min(upTo, logs.prunedUpTo(table.id()))) {
            throw pruned(table, after + 1);
        }
        return steps(table, after, upTo);
    }

    /** As {@link #log}, but that changes which cancel each other may be missing. */
    String changes(TableMemory table, long after, long upTo) {
        checkEnds(table, after, upTo);
        return steps(table, after, upTo);
    }

    private String steps(TableMemory table, long after, long upTo) {
        List<List<Integer>> widened = logs.widened(table.id());
        return """
                SELECT p.seq AS _seq, 1::BIGINT AS _weight, %s FROM %s p
                UNION ALL
                SELECT m.seq AS _seq, -1::BIGINT AS _weight, %s FROM %s m""".formatted(
                        Physical.logColumns(table, "p", widened),
                        seen(logs.added(table.id()), table, after, upTo),
                        Physical.logColumns(table, "m", widened),
                        seen(logs.retracted(table.id()), table, after, upTo));
    }

    /** The consolidated difference between the states at {@code after} and {@code upTo}. */
    String netDiff(TableMemory table, long after, long upTo) {
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
                SELECT %s, sum(_weight)::BIGINT AS _weight FROM (%s) GROUP BY %s HAVING sum(_weight) <> 0""".formatted(values, changes(table, after, upTo), groups);
    }

    private void checkEnds(TableMemory table, long after, long upTo) {
        checkState(table, after);
        checkState(table, upTo);
    }

    private void checkState(TableMemory table, long seq) {
        if (0 < seq && seq < logs.prunedUpTo(table.id())) {
            throw pruned(table, seq);
        }
    }

    private InvalidException pruned(TableMemory table, long seq) {
        return new InvalidException(Problem.error(
                "pruned",
                "Cannot read what " + table.name() + " was at #" + seq + ": its history before #"
                        + logs.prunedUpTo(table.id()) + " was pruned",
                "Ask from there on; a single older state is computed anew by hindsight query --as-of " + seq + "."));
    }
}
