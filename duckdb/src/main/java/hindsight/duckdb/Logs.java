package hindsight.duckdb;

import hindsight.history.StoredColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the history of tables stands, to stand behind FROM: the logs, and what was moved from them to sealed intervals. */
final class Logs {
    /** The end of an interval that has none. */
    static final long OPEN = Long.MAX_VALUE;

    private final Supplier<Map<Integer, Moved>> reader;
    private final Supplier<Map<Integer, List<List<Integer>>>> columnReader;
    private @Nullable Map<Integer, Moved> moved;
    private @Nullable Map<Integer, List<List<Integer>>> widened;

    /**
     * @param reader reads what maintenance did to tables, by their ids
     * @param columnReader reads what {@link #widened} gives, by tables' ids
     */
    Logs(Supplier<Map<Integer, Moved>> reader, Supplier<Map<Integer, List<List<Integer>>>> columnReader) {
        this.reader = reader;
        this.columnReader = columnReader;
    }

    /**
     * What maintenance did to a table; 0 where it did not.
     *
     * @param sealed the commit up to which it is sealed
     * @param pruned the first commit as of which it is stored whole
     * @param rewritten that up to which it was pruned ever, although it may have been stored again
     */
    record Moved(long sealed, long pruned, long rewritten) {
        static final Moved NOT = new Moved(0, 0, 0);
    }

    static Logs of(Session session) {
        return new Logs(() -> moved(session), () -> widened(session));
    }

    private static Map<Integer, Moved> moved(Session session) {
        Map<Integer, Moved> moved = new HashMap<>();
        session.list("""
                SELECT table_id, max(sealed), max(pruned), max(rewritten)
                FROM (SELECT table_id, up_to AS sealed, 0 AS pruned, 0 AS rewritten FROM w.hindsight.sealed
                  UNION ALL SELECT table_id, 0, least(up_to, coalesce(stored_from, up_to)), up_to FROM w.hindsight.pruned)
                GROUP BY table_id""", row -> moved.put(row.getInt(1), new Moved(row.getLong(2), row.getLong(3), row.getLong(4))));
        return moved;
    }

    private static Map<Integer, List<List<Integer>>> widened(Session session) {
        Map<Integer, List<List<Integer>>> widened = new HashMap<>();
        session.list(
                "SELECT DISTINCT table_id, columns FROM w.hindsight.table_version WHERE regexp_matches(columns, '\"physical\":\\[\\d+,')",
                row -> widened.computeIfAbsent(row.getInt(1), table -> new ArrayList<>())
                        .addAll(MetadataJson.columns(row.getString(2)).stream()
                                .map(StoredColumn::physical)
                                .filter(physical -> physical.size() > 1)
                                .toList()));
        return widened;
    }

    /** The commit up to which a table's history stands in intervals; 0 where it was never sealed. */
    long sealedUpTo(int table) {
        return moved(table).sealed();
    }

    /** The first commit as of which a table is stored whole; 0 where it was never pruned. */
    long prunedUpTo(int table) {
        return moved(table).pruned();
    }

    /** The first commit as of which all tables are stored whole; 0 where none was ever pruned. */
    long prunedUpTo() {
        return moved().values().stream().mapToLong(Moved::pruned).max().orElse(0);
    }

    /** The commit up to which numbers of row versions do not tell when they came, since the versions were pruned and stored again. */
    long renumberedUpTo(int table) {
        return moved(table).rewritten();
    }

    /** Physical columns that carried one column at some time, newest first. */
    List<List<Integer>> widened(int table) {
        Map<Integer, List<List<Integer>>> read = widened;
        if (read == null) {
            read = columnReader.get();
            widened = read;
        }
        return read.getOrDefault(table, List.of());
    }

    boolean isSealed(int table) {
        return sealedUpTo(table) > 0;
    }

    /** Rows added, in the shape of plus. */
    String added(int table) {
        String plus = Physical.plus(table);
        return isSealed(table)
                ? "(FROM " + plus + " UNION ALL BY NAME SELECT * EXCLUDE (until, in_minus) FROM "
                        + Physical.segments(table) + ")"
                : plus;
    }

    /** Rows retracted, in the shape of minus. */
    String retracted(int table) {
        String minus = Physical.minus(table);
        return isSealed(table)
                ? "(FROM " + minus
                        + " UNION ALL BY NAME SELECT * EXCLUDE (seq, until, logic, in_minus), until AS seq FROM "
                        + Physical.segments(table) + " WHERE until < " + OPEN + " AND NOT in_minus)"
                : minus;
    }

    /** What was sealed, pruned or widened since is seen again. */
    void forget() {
        moved = null;
        widened = null;
    }

    private Moved moved(int table) {
        return moved().getOrDefault(table, Moved.NOT);
    }

    private Map<Integer, Moved> moved() {
        Map<Integer, Moved> read = moved;
        if (read == null) {
            read = reader.get();
            moved = read;
        }
        return read;
    }
}
