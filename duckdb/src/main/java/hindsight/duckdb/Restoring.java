package hindsight.duckdb;

import hindsight.history.LogicVersion;
import hindsight.history.Restoration;
import hindsight.history.StagedTable;
import hindsight.history.StoredColumn;
import hindsight.history.TableMemory;
import hindsight.problem.DefectException;
import hindsight.schema.Column;
import hindsight.sql.Identity;
import hindsight.time.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the row versions that were pruned, from states that were computed anew. What a state has beside the rows that are stored still is
 * what was pruned of it; what that has in common with the state before are the same versions:
 *
 * <pre>
 *   state #3   a b c      stored  a      pruned  b c                 b c come at #3
 *   state #5   a c d      stored  a d    pruned  c              →    b goes at #5
 *   state #8   a d        stored  a d    pruned                      c goes at #8
 * </pre>
 *
 * Where a part was stored again before, rows that are known to be there at its first commit may turn out to be older: they get the beginning
 * that was found. The others get numbers that pruned versions had.
 */
final class Restoring implements Restoration {
    private final Session session;
    private final Logs logs;
    private final int table;
    private final Publication publication;
    private final String plus;
    private final String minus;
    private final String older;
    private long found;

    /** Makes the rest of what is remembered of a table fit its logs, inside a transaction. */
    @FunctionalInterface
    interface Publication {
        void finish(long upTo, String author);
    }

    Restoring(Session session, Logs logs, int table, Publication publication) {
        this.session = session;
        this.logs = logs;
        this.table = table;
        this.publication = publication;
        this.plus = "memory.stage." + session.freshName("plus");
        this.minus = "memory.stage." + session.freshName("minus");
        this.older = "memory.stage." + session.freshName("older");
        session.execute("CREATE TABLE " + older + " (rvid BIGINT, stored BIGINT)");
        session.execute("CREATE TABLE " + plus + " AS FROM " + Physical.plus(table) + " LIMIT 0");
        session.execute("CREATE TABLE " + minus + " AS FROM " + Physical.minus(table) + " LIMIT 0");
    }

    @Override
    public void add(long seq, TableMemory shape, Optional<TableMemory> before, Optional<StagedTable> rows) {
        String differences = "memory.stage." + session.freshName("differences");
        List<StoredColumn> left = before.map(table -> left(table, shape)).orElse(List.of());
        session.data("CREATE TABLE " + differences + " AS " + differences(seq, shape, left, rows));
        if (session.one(
                "SELECT EXISTS (FROM " + differences + " WHERE rvid IS NOT NULL AND NOT pruned)",
                row -> row.getBoolean(1))) {
            throw new DefectException(
                    "The history of " + shape.name() + " has rows at #" + seq + " that its logic does not give");
        }
        if (seq == logs.prunedUpTo(table)) {
            rejoin(seq, shape, left, differences);
        }
        retract(seq, shape, left, differences);
        come(seq, shape, differences);
        session.execute("DROP TABLE " + differences);
    }

    @Override
    public long publish(long upTo, String author) {
        String numbers = numbers();
        long versions = found - session.one("SELECT count(*) FROM " + older, row -> row.getLong(1));
        session.inTransaction(() -> {
            session.data("CREATE OR REPLACE TABLE " + Physical.plus(table) + " AS FROM " + logs.added(table)
                    + " a ANTI JOIN " + older + " o ON a.rvid = o.stored UNION ALL BY NAME " + numbered(plus, numbers));
            session.data("CREATE OR REPLACE TABLE " + Physical.minus(table) + " AS FROM " + logs.retracted(table)
                    + " UNION ALL BY NAME " + numbered(minus, numbers));
            session.data("CREATE OR REPLACE TABLE " + Physical.segments(table) + " AS FROM " + Physical.segments(table)
                    + " LIMIT 0");
            publication.finish(upTo, author);
            return versions;
        });
        logs.forget();
        List.of(plus, minus, older, numbers).forEach(scratch -> session.execute("DROP TABLE " + scratch));
        return versions;
    }

    /** Numbers of their own for those that are stored already, and free ones for the others, whose numbers are negative so far. */
    private String numbers() {
        String numbers = "memory.stage." + session.freshName("numbers");
        long next = session.one(
                "SELECT coalesce(max(next_rvid), 1) FROM w.hindsight.table_sum WHERE table_id = " + table,
                row -> row.getLong(1));
        long made = session.data("""
                CREATE TABLE %1$s AS SELECT rvid, stored FROM %2$s UNION ALL
                SELECT n.rvid, f.rvid FROM
                  (SELECT rvid, row_number() OVER () AS place FROM %3$s p ANTI JOIN %2$s o ON p.rvid = o.rvid) n JOIN
                  (SELECT range AS rvid, row_number() OVER () AS place FROM range(1, %4$d) r
                    ANTI JOIN (SELECT rvid FROM %5$s) a ON r.range = a.rvid) f ON n.place = f.place""".formatted(numbers, older, plus, next, logs.added(table)));
        if (made != found) {
            throw new DefectException("More rows of t" + table + " came and went than its log counts");
        }
        return numbers;
    }

    private static String numbered(String log, String numbers) {
        return "SELECT l.* REPLACE (n.stored AS rvid) FROM " + log + " l JOIN " + numbers + " n ON l.rvid = n.rvid";
    }

    /** Columns that went at this very commit. */
    private static List<StoredColumn> left(TableMemory before, TableMemory shape) {
        List<Integer> abandoned = DiffTable.abandoned(before, shape.definition());
        return before.columns().stream()
                .filter(column -> abandoned.contains(column.physical().get(0)))
                .toList();
    }

    /** Whether a row has a value in none of some columns: else it goes with them, as it does when a diff is made. */
    private static String hasNone(List<StoredColumn> left) {
        return left.stream()
                .map(column -> " AND " + Physical.logColumn(column, "p") + " IS NULL")
                .collect(Collectors.joining("", "true", ""));
    }

    /**
     * Rows that only one side has: of what is there so far {@code rvid} and {@code pruned}, and {@code v1…} of the state. Where rows are alike,
     * those go first that came first, as they do when a diff is made.
     */
    private String differences(long seq, TableMemory shape, List<StoredColumn> left, Optional<StagedTable> rows) {
        List<Column> columns = shape.definition().schema().columns();
        String ids = all(columns, i -> Identity.of(DiffTable.value(i), columns.get(i)));
        String values =
                all(columns, i -> Physical.logColumn(shape.columns().get(i), "p") + " AS " + DiffTable.value(i));
        String wanted = rows.map(staged -> "SELECT "
                        + DiffTable.named(Diffing.freshValues(shape.definition(), staged), "v") + " FROM "
                        + staged.handle() + " n")
                .orElseGet(() -> "SELECT "
                        + all(columns, i -> "NULL::" + columns.get(i).type().text() + " AS " + DiffTable.value(i))
                        + " WHERE false");
        String same = IntStream.range(0, columns.size())
                .mapToObj(i ->
                        " AND " + Identity.same("h." + DiffTable.value(i), "s." + DiffTable.value(i), columns.get(i)))
                .collect(Collectors.joining());
        return """
                SELECT h.rvid, h.pruned, %1$s FROM
                  (SELECT *, row_number() OVER (PARTITION BY %2$s ORDER BY pruned, rvid DESC) AS copy FROM (
                    %3$s UNION ALL SELECT %4$s, p.rvid, true FROM %5$s p ANTI JOIN %6$s m ON p.rvid = m.rvid WHERE %8$s)) h
                FULL JOIN (SELECT *, row_number() OVER (PARTITION BY %2$s) AS copy FROM (%7$s)) s ON h.copy = s.copy%9$s
                WHERE h.copy IS NULL OR s.copy IS NULL
                UNION ALL
                SELECT p.rvid, true, %10$s FROM %5$s p ANTI JOIN %6$s m ON p.rvid = m.rvid WHERE NOT (%8$s)""".formatted(
                        all(columns, i -> "s." + DiffTable.value(i)),
                        ids,
                        new StateSql(logs).storedAsOf(shape, seq, values + ", p.rvid AS rvid, false AS pruned"),
                        values,
                        plus,
                        minus,
                        wanted,
                        hasNone(left),
                        same,
                        values);
    }

    /** With the values that they had under the columns of then, and those of columns that went. */
    private void retract(long seq, TableMemory shape, List<StoredColumn> left, String differences) {
        String extras = left.stream()
                .map(column -> ", " + Physical.logColumn(column, "p") + " AS " + Physical.headColumn(column))
                .collect(Collectors.joining());
        session.data("INSERT INTO " + minus + " BY NAME SELECT " + seq + " AS seq, 0 AS branch, p.rvid"
                + Physical.shapedColumns(shape, "p") + extras + " FROM " + plus + " p SEMI JOIN (FROM " + differences
                + " WHERE rvid IS NOT NULL) d ON p.rvid = d.rvid");
    }

    private void come(long seq, TableMemory shape, String differences) {
        Timeline<Integer> versions = shape.model()
                .map(model -> model.inForce().map(LogicVersion::number))
                .orElse(Timeline.always(0));
        List<String> names = shape.definition().schema().names();
        String logic = LogicWriter.version(shape, versions, column -> "d." + DiffTable.value(names.indexOf(column)));
        String values = IntStream.range(0, names.size())
                .mapToObj(i -> ", d." + DiffTable.value(i) + " AS "
                        + Physical.headColumn(shape.columns().get(i)))
                .collect(Collectors.joining());
        found += session.data("INSERT INTO " + plus + " BY NAME SELECT " + seq + " AS seq, 0 AS branch, -" + found
                + " - row_number() OVER () AS rvid, " + logic + " AS logic" + values + " FROM " + differences
                + " d WHERE rvid IS NULL");
    }

    /** A diff has a row come and go only where it loses a value: so other rows that would go here and others like them that came here are the same. */
    private void rejoin(long seq, TableMemory shape, List<StoredColumn> left, String differences) {
        List<Column> columns = shape.definition().schema().columns();
        String values =
                all(columns, i -> Physical.logColumn(shape.columns().get(i), "p") + " AS " + DiffTable.value(i));
        String copy = "SELECT *, row_number() OVER (PARTITION BY "
                + all(columns, i -> Identity.of(DiffTable.value(i), columns.get(i)))
                + " ORDER BY rvid) AS copy FROM (SELECT "
                + values + ", p.rvid FROM ";
        String same = IntStream.range(0, columns.size())
                .mapToObj(i ->
                        " AND " + Identity.same("g." + DiffTable.value(i), "c." + DiffTable.value(i), columns.get(i)))
                .collect(Collectors.joining());
        session.data("INSERT INTO " + older + " SELECT g.rvid, c.rvid FROM (" + copy + plus + " p SEMI JOIN "
                + differences + " d ON p.rvid = d.rvid WHERE " + hasNone(left) + ")) g JOIN (" + copy
                + logs.added(table) + " p WHERE seq = " + seq
                + " AND branch = 0)) c ON g.copy = c.copy" + same);
        session.data("DELETE FROM " + differences + " WHERE rvid IN (SELECT rvid FROM " + older + ")");
    }

    private static String all(List<Column> columns, IntFunction<String> text) {
        return IntStream.range(0, columns.size()).mapToObj(text).collect(Collectors.joining(", "));
    }
}
