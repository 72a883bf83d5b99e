package hindsight.duckdb;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the history of tables stands, to stand behind FROM: the logs, and what was moved from them to sealed intervals. */
final class Logs {
    /** The end of an interval that has none. */
    static final long OPEN = Long.MAX_VALUE;

    private final Supplier<Map<Integer, Long>> reader;
    private @Nullable Map<Integer, Long> known;

    Logs(Supplier<Map<Integer, Long>> reader) {
        this.reader = reader;
    }

    static Logs of(Session session) {
        return new Logs(() -> {
            Map<Integer, Long> sealed = new HashMap<>();
            session.list(
                    "SELECT table_id, max(up_to) FROM w.hindsight.sealed GROUP BY table_id",
                    row -> sealed.put(row.getInt(1), row.getLong(2)));
            return sealed;
        });
    }

    /** The commit up to which a table's history stands in intervals; 0 where it was never sealed. */
    long sealedUpTo(int table) {
        return known().getOrDefault(table, 0L);
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

    /** What was sealed since is seen again. */
    void forget() {
        known = null;
    }

    private Map<Integer, Long> known() {
        Map<Integer, Long> read = known;
        if (read == null) {
            read = reader.get();
            known = read;
        }
        return read;
    }
}
