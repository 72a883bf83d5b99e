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

    private final Supplier<Known> reader;
    private @Nullable Known known;

    Logs(Supplier<Known> reader) {
        this.reader = reader;
    }

    /**
     * What maintenance did to tables, by their ids.
     *
     * @param sealed the commits up to which they are sealed
     * @param pruned the first commits as of which they are stored whole
     * @param rewritten those up to which they were pruned ever, although it may have been stored again
     * @param widened physical columns that carried one column at some time, newest first
     */
    record Known(
            Map<Integer, Long> sealed,
            Map<Integer, Long> pruned,
            Map<Integer, Long> rewritten,
            Map<Integer, List<List<Integer>>> widened) {
        static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of(), Map.of());
    }

    static Logs of(Session session) {
        return new Logs(() -> new Known(
                newest(session, "sealed", "up_to"),
                newest(session, "pruned", "least(up_to, coalesce(stored_from, up_to))"),
                newest(session, "pruned", "up_to"),
                widened(session)));
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

    private static Map<Integer, Long> newest(Session session, String record, String bound) {
        Map<Integer, Long> upTo = new HashMap<>();
        session.list(
                "SELECT table_id, max(" + bound + ") FROM w.hindsight." + record + " GROUP BY table_id",
                row -> upTo.put(row.getInt(1), row.getLong(2)));
        return upTo;
    }

    /** The commit up to which a table's history stands in intervals; 0 where it was never sealed. */
    long sealedUpTo(int table) {
        return known().sealed().getOrDefault(table, 0L);
    }

    /** The first commit as of which a table is stored whole; 0 where it was never pruned. */
    long prunedUpTo(int table) {
        return known().pruned().getOrDefault(table, 0L);
    }

    /** The first commit as of which all tables are stored whole; 0 where none was ever pruned. */
    long prunedUpTo() {
        return known().pruned().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** The commit up to which numbers of row versions do not tell when they came, since the versions were pruned and stored again. */
    long renumberedUpTo(int table) {
        return known().rewritten().getOrDefault(table, 0L);
    }

    /** Physical columns that carried one column at some time, newest first. */
    List<List<Integer>> widened(int table) {
        return known().widened().getOrDefault(table, List.of());
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

    /** What was sealed or pruned since is seen again. */
    void forget() {
        known = null;
    }

    private Known known() {
        Known read = known;
        if (read == null) {
            read = reader.get();
            known = read;
        }
        return read;
    }
}
