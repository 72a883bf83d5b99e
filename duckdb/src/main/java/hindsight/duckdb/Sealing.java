package hindsight.duckdb;

import hindsight.history.Erasure;
import hindsight.history.Keeping;
import hindsight.history.Restoration;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.sql.Literal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Moves what was added to a table and retracted from it into one row per row version, with the commits between which it was there:
 *
 * <pre>
 *   plus   (seq 3, rvid 7, …)                    segments  (seq 3, until 9, rvid 7, …)
 *   minus  (seq 9, rvid 7, …)            →
 *   plus   (seq 9, rvid 8, …)                    segments  (seq 9, until ∞, rvid 8, …)
 * </pre>
 *
 * A state is then a filter of one scan. What was retracted on another branch than it was added on, or with its values in other physical
 * columns, because a column was widened by then, stays in minus as well.
 */
final class Sealing implements Keeping {
    private static final long NOTHING = 0;

    private final Session session;
    private final Logs logs;
    private final Supplier<Instant> now;

    Sealing(Session session, Logs logs, Supplier<Instant> now) {
        this.session = session;
        this.logs = logs;
        this.now = now;
    }

    @Override
    public OptionalLong seal(TableMemory memory, String author) {
        int table = memory.id();
        boolean nothing = session.one(
                "SELECT NOT EXISTS (FROM " + Physical.plus(table) + ") AND NOT EXISTS (FROM " + Physical.minus(table)
                        + " WHERE seq > " + logs.sealedUpTo(table) + ")",
                row -> row.getBoolean(1));
        if (nothing) {
            return OptionalLong.empty();
        }
        long versions = session.inTransaction(() -> rewrite(table, NOTHING, author));
        logs.forget();
        return OptionalLong.of(versions);
    }

    @Override
    public long prunable(TableMemory table, long upTo) {
        return gone(table.id(), upTo).versions();
    }

    @Override
    public long prune(TableMemory memory, long upTo, String author) {
        int table = memory.id();
        Gone gone = gone(table, upTo);
        if (gone.versions() > 0) {
            session.inTransaction(() -> {
                record("pruned", table, gone.upTo(), gone.versions(), author);
                return rewrite(table, gone.upTo(), author);
            });
            logs.forget();
        }
        return gone.versions();
    }

    @Override
    public List<Long> changes(TableMemory table) {
        return session.list("""
                SELECT DISTINCT seq FROM (SELECT seq FROM w.hindsight.table_sum WHERE table_id = %1$d AND branch = 0
                  UNION ALL SELECT seq FROM w.hindsight.table_version WHERE table_id = %1$d AND branch = 0)
                ORDER BY seq""".formatted(table.id()), row -> row.getLong(1));
    }

    @Override
    public Erasure erasure() {
        return new Erasing(session, logs, this);
    }

    @Override
    public List<Erasure.Erased> erased(long seq) {
        return Erasing.of(session, seq);
    }

    @Override
    public Restoration restoration(TableMemory table) {
        return new Restoring(session, logs, table.id(), (upTo, author) -> unprune(table.id(), upTo, author));
    }

    /** Inside a transaction, once the logs are complete again from a commit on. */
    private void unprune(int table, long upTo, String author) {
        session.execute("UPDATE w.hindsight.pruned SET stored_from = " + upTo + " WHERE table_id = " + table
                + " AND least(up_to, coalesce(stored_from, up_to)) > " + upTo);
        rewrite(table, NOTHING, author);
    }

    @Override
    public long prunedUpTo(TableMemory table) {
        return logs.prunedUpTo(table.id());
    }

    @Override
    public long prunedUpTo() {
        return logs.prunedUpTo();
    }

    /** Row versions that came and went, and the commit at which the last of them went. */
    private record Gone(long versions, long upTo) {}

    private Gone gone(int table, long upTo) {
        return session.one(
                "SELECT count(*), coalesce(max(m.seq), 0) FROM (SELECT rvid FROM %s WHERE branch = 0) p JOIN (SELECT rvid, seq FROM %s WHERE branch = 0 AND seq <= %d) m ON p.rvid = m.rvid"
                        .formatted(logs.added(table), logs.retracted(table), upTo),
                row -> new Gone(row.getLong(1), row.getLong(2)));
    }

    /** @param dropped the commit up to which what went on main is left out */
    private long rewrite(int table, long dropped, String author) {
        List<Column> columns = session.list(
                "SELECT column_name, column_type FROM (DESCRIBE " + Physical.plus(table)
                        + ") WHERE column_name SIMILAR TO 'c[0-9]+'",
                row -> new Column(row.getString(1), new DataType(row.getString(2))));
        long upTo = session.one("SELECT max(seq) FROM w.hindsight.commit", row -> row.getLong(1));
        long versions = session.data(
                "CREATE OR REPLACE TABLE " + Physical.segments(table) + " AS " + intervals(table, columns, dropped));
        session.data("CREATE OR REPLACE TABLE " + Physical.minus(table) + " AS " + left(table));
        session.data(
                "CREATE OR REPLACE TABLE " + Physical.plus(table) + " AS FROM " + Physical.plus(table) + " LIMIT 0");
        record("sealed", table, upTo, versions, author);
        return versions;
    }

    private void record(String record, int table, long upTo, long versions, String author) {
        session.execute(
                "INSERT INTO w.hindsight.%s (table_id, up_to, versions, made_at, author) VALUES (%d, %d, %d, %s, %s)"
                        .formatted(
                                record,
                                table,
                                upTo,
                                versions,
                                Literal.timestamp(
                                        now.get().atOffset(ZoneOffset.UTC).toLocalDateTime()),
                                Literal.string(author)));
    }

    /** Retractions of versions that were not dropped, and that their intervals do not tell of. */
    private static String left(int table) {
        return """
                FROM %1$s m SEMI JOIN (SELECT rvid FROM %2$s) s ON m.rvid = s.rvid
                ANTI JOIN (FROM %2$s WHERE until < %3$d AND NOT in_minus) t ON m.rvid = t.rvid AND m.branch = t.branch""".formatted(Physical.minus(table), Physical.segments(table), Logs.OPEN);
    }

    /** What is there still comes first, then by beginning and end, so that the engine leaves out most of what was not there at a commit. */
    private String intervals(int table, List<Column> columns, long dropped) {
        String values = columns.stream().map(column -> ", p." + column.name()).collect(Collectors.joining());
        String differs = columns.stream().map(Sealing::differs).collect(Collectors.joining(" OR "));
        return """
                SELECT p.seq, coalesce(m.seq, %1$d) AS until, p.branch, p.rvid, p.logic, m.rvid IS NOT NULL AND (%2$s) AS in_minus%3$s
                FROM %4$s p LEFT JOIN %5$s m ON p.rvid = m.rvid AND p.branch = m.branch
                WHERE p.branch <> 0 OR m.seq IS NULL OR m.seq > %6$d
                ORDER BY until < %1$d, p.seq, until, p.rvid""".formatted(Logs.OPEN, differs, values, logs.added(table), logs.retracted(table), dropped);
    }

    /** By text where the engine calls values equal that are not the same. */
    private static String differs(Column column) {
        return switch (column.type().family()) {
            case INTEGER, BOOLEAN, DECIMAL, DATE_TIME, TEXT ->
                "p.%1$s IS DISTINCT FROM m.%1$s".formatted(column.name());
            case FLOATING, ZONED, OTHER -> "p.%1$s::VARCHAR IS DISTINCT FROM m.%1$s::VARCHAR".formatted(column.name());
        };
    }
}
