package hindsight.duckdb;

import hindsight.history.Ancestry;
import hindsight.history.Commit;
import hindsight.history.CommitKind;
import hindsight.history.Line;
import hindsight.history.LoadedFile;
import hindsight.history.ModelRun;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.sql.Literal;
import hindsight.time.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads commits and taken files as a line sees them, and tags. */
final class CommitLog {
    private final Session session;
    private final Line line;

    CommitLog(Session session, Line line) {
        this.session = session;
        this.line = line;
    }

    long head() {
        return last("true");
    }

    long resolve(Position position) {
        if (position instanceof Position.Version version) {
            return lastUpTo(version.seq());
        }
        if (position instanceof Position.Moment moment) {
            return last("committed_at <= (" + Literal.instant(moment.instant()) + " AT TIME ZONE 'UTC')");
        }
        return position instanceof Position.Tag tag ? lastUpTo(tagged(tag.name())) : head();
    }

    /** What the line has, newest first. */
    List<Commit> list(int limit) {
        return read("true", limit);
    }

    /** The commit with this seq, if the line has it. */
    Optional<Commit> commit(long seq) {
        return read("seq = " + seq, 1).stream().findFirst();
    }

    private List<Commit> read(String where, int limit) {
        Map<Long, List<Commit.TableChange>> changes = new HashMap<>();
        Map<Long, List<String>> tags = new HashMap<>();
        List<Commit> commits = session.list(
                "SELECT c.*, b.name AS branch_name FROM (FROM w.hindsight.commit WHERE " + seen() + " AND " + where
                        + ") c JOIN w.hindsight.branch b ON c.branch = b.id ORDER BY seq DESC LIMIT " + limit,
                CommitLog::commit);
        if (commits.isEmpty()) {
            return commits;
        }
        String range = "BETWEEN " + commits.get(commits.size() - 1).seq() + " AND "
                + commits.get(0).seq();
        readChanges(range, changes);
        session.list(
                "SELECT seq, name FROM w.hindsight.tag WHERE seq " + range + " ORDER BY name",
                row -> tags.computeIfAbsent(row.getLong(1), seq -> new ArrayList<>())
                        .add(row.getString(2)));
        return commits.stream().map(commit -> complete(commit, changes, tags)).toList();
    }

    List<LoadedFile> loadedFiles(int table, String source) {
        return session.list(
                """
                SELECT path, hash, effective, bool_or(repeats), max(seq) FILTER (weight > 0) AS taken FROM w.hindsight.loaded
                WHERE %s AND table_id = %d
                GROUP BY path, hash, effective HAVING sum(weight) > 0 ORDER BY taken, path""".formatted(seen(), table),
                row -> new LoadedFile(
                        source,
                        row.getString(1),
                        row.getString(2),
                        Optional.ofNullable(row.getObject(3, LocalDateTime.class)),
                        row.getBoolean(4),
                        row.getLong(5)));
    }

    /** Of a table that was dropped and made again, those since then. */
    List<LocalDateTime> statedDates(int table) {
        return session.list("""
                SELECT effective FROM w.hindsight.loaded WHERE %2$s AND table_id = %1$d AND effective IS NOT NULL
                  AND seq > (SELECT coalesce(max(seq), 0) FROM w.hindsight.table_version WHERE %2$s AND table_id = %1$d AND dropped)
                GROUP BY effective HAVING sum(weight) > 0
                ORDER BY effective""".formatted(table, seen()), row -> row.getObject(1, LocalDateTime.class));
    }

    /** The branch, dropped or not, on which a commit was made. */
    Optional<Integer> branch(long seq) {
        return session.list("SELECT branch FROM w.hindsight.commit WHERE seq = " + seq, row -> row.getInt(1)).stream()
                .findFirst();
    }

    /** Those of all branches. */
    List<Ancestry.Merge> merges() {
        return session.list(
                """
                SELECT m.branch, m.seq, c.branch, c.seq FROM (FROM w.hindsight.commit WHERE merge_parent IS NOT NULL) m
                JOIN w.hindsight.commit c ON c.seq = m.merge_parent""", row -> new Ancestry.Merge(row.getInt(1), row.getLong(2), row.getInt(3), row.getLong(4)));
    }

    List<Store.FileChange> fileChanges(long after, long upTo) {
        return session.list(
                """
                SELECT any_value(name) AS name, path, hash, effective, max(seq) AS seq, bool_or(repeats) AS repeats, sum(weight)::BIGINT AS weight
                FROM (SELECT l.*, v.name FROM (FROM w.hindsight.loaded WHERE %s) l
                  JOIN (FROM w.hindsight.table_version WHERE %s) v ON v.table_id = l.table_id
                  QUALIFY v.seq = max(v.seq) OVER (PARTITION BY v.table_id))
                GROUP BY table_id, path, hash, effective HAVING sum(weight) <> 0 ORDER BY seq, path""".formatted(LineSql.within(line, after, upTo), seen()),
                row -> new Store.FileChange(
                        new LoadedFile(
                                row.getString("name"),
                                row.getString("path"),
                                row.getString("hash"),
                                Optional.ofNullable(row.getObject("effective", LocalDateTime.class)),
                                row.getBoolean("repeats"),
                                row.getLong("seq")),
                        row.getLong("weight")));
    }

    /** An undo that was undone itself does not count, so the newest are looked at first. */
    OptionalLong undoneBy(long seq) {
        Map<Long, Long> undone = new HashMap<>();
        session
                .list(
                        "SELECT seq, cause_seq FROM w.hindsight.commit WHERE " + seen()
                                + " AND kind = 'UNDO' ORDER BY seq DESC",
                        row -> Map.entry(row.getLong(1), row.getLong(2)))
                .stream()
                .filter(undo -> !undone.containsKey(undo.getKey()))
                .forEach(undo -> undone.putIfAbsent(undo.getValue(), undo.getKey()));
        return undone.containsKey(seq) ? OptionalLong.of(undone.get(seq)) : OptionalLong.empty();
    }

    void tag(String name, long seq, Instant now) {
        String moment = Literal.timestamp(now.atOffset(ZoneOffset.UTC).toLocalDateTime());
        session.inTransaction(() -> {
            session.execute("DELETE FROM w.hindsight.tag WHERE name = " + Literal.string(name));
            session.execute(
                    "INSERT INTO w.hindsight.tag VALUES (" + Literal.string(name) + ", " + seq + ", " + moment + ")");
            return seq;
        });
    }

    Map<String, Long> tags() {
        Map<String, Long> tags = new TreeMap<>();
        session.list("SELECT name, seq FROM w.hindsight.tag", row -> tags.put(row.getString(1), row.getLong(2)));
        return tags;
    }

    /** The last times that models were maintained, and that they were computed whole, by table. */
    Map<Integer, List<ModelRun>> runs(Line line) {
        Map<Integer, List<ModelRun>> runs = new HashMap<>();
        session.list(
                """
                SELECT table_id, maintained, millis, "read", changed FROM w.hindsight.model_run WHERE %s
                QUALIFY row_number() OVER (PARTITION BY table_id, maintained ORDER BY seq DESC) <= 5""".formatted(LineSql.upTo(line, Long.MAX_VALUE)),
                row -> runs.computeIfAbsent(row.getInt(1), table -> new ArrayList<>())
                        .add(new ModelRun(row.getBoolean(2), row.getLong(3), row.getLong(4), row.getLong(5))));
        return runs;
    }

    /** How many rows each commit added and retracted. */
    List<Long> changes(RowSet.Versions versions) {
        return session.list(
                "SELECT added + retracted FROM w.hindsight.table_sum WHERE table_id = "
                        + versions.table().id() + " AND "
                        + LineSql.within(versions.table().line(), versions.after(), versions.upTo()),
                row -> row.getLong(1));
    }

    private void readChanges(String range, Map<Long, List<Commit.TableChange>> changes) {
        session.list(
                """
                SELECT s.seq, v.name, s.added, s.retracted FROM (FROM w.hindsight.table_sum WHERE %2$s AND seq %1$s) s
                JOIN (FROM w.hindsight.table_version WHERE %2$s) v ON v.table_id = s.table_id AND v.seq <= s.seq
                QUALIFY v.seq = max(v.seq) OVER (PARTITION BY s.table_id, s.seq)
                ORDER BY v.name""".formatted(range, seen()),
                row -> changes.computeIfAbsent(row.getLong(1), seq -> new ArrayList<>())
                        .add(new Commit.TableChange(row.getString(2), row.getLong(3), row.getLong(4))));
    }

    private static Commit commit(ResultSet row) throws SQLException {
        return new Commit(
                row.getLong("seq"),
                row.getString("branch_name"),
                optional(row, "parent"),
                optional(row, "merge_parent"),
                MemoryReader.instant(row, "committed_at"),
                CommitKind.valueOf(row.getString("kind")),
                optional(row, "cause_seq"),
                MetadataJson.context(row.getString("context")),
                row.getString("author"),
                row.getString("message"),
                List.of(),
                List.of());
    }

    private static Commit complete(
            Commit c, Map<Long, List<Commit.TableChange>> changes, Map<Long, List<String>> tags) {
        return new Commit(
                c.seq(),
                c.branch(),
                c.parent(),
                c.mergeParent(),
                c.at(),
                c.kind(),
                c.cause(),
                c.context(),
                c.author(),
                c.message(),
                changes.getOrDefault(c.seq(), List.of()),
                tags.getOrDefault(c.seq(), List.of()));
    }

    private static OptionalLong optional(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private long lastUpTo(long seq) {
        long newest = session.one("SELECT coalesce(max(seq), 0) FROM w.hindsight.commit", row -> row.getLong(1));
        if (seq > newest || seq < 0) {
            throw new InvalidException(Problem.error(
                    "unknown-commit",
                    "Cannot read as of commit " + seq + ": the last commit is " + newest,
                    "Run hindsight log to see the commits"));
        }
        return last("seq <= " + seq);
    }

    private long last(String where) {
        return session.one(
                "SELECT coalesce(max(seq), 0) FROM w.hindsight.commit WHERE " + seen() + " AND " + where,
                row -> row.getLong(1));
    }

    private String seen() {
        return LineSql.upTo(line, Long.MAX_VALUE);
    }

    private long tagged(String name) {
        List<Long> found = session.list(
                "SELECT seq FROM w.hindsight.tag WHERE name = " + Literal.string(name), row -> row.getLong(1));
        if (found.isEmpty()) {
            throw new InvalidException(Problem.error(
                    "unknown-tag",
                    "Cannot find the commit '" + name + "': there is no such tag",
                    Suggestion.hint(name, tags().keySet())));
        }
        return found.get(0);
    }
}
