package hindsight.duckdb;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The next free table, and version id and physical column of every table, on all branches together, as a commit under way has used them so far; read once. */
final class Numbering {
    private final Session session;
    private final Map<Integer, Integer> columns = new HashMap<>();
    private @Nullable Map<Integer, Long> rvids;
    private int lastTable;

    Numbering(Session session) {
        this.session = session;
    }

    int nextTable() {
        if (lastTable == 0) {
            lastTable = session.one(
                    "SELECT coalesce(max(table_id), 0) FROM w.hindsight.table_version", row -> row.getInt(1));
        }
        return ++lastTable;
    }

    long nextRvid(int table) {
        return rvids().getOrDefault(table, 1L);
    }

    void setNextRvid(int table, long next) {
        rvids().put(table, next);
    }

    int nextColumn(int table) {
        return Optional.ofNullable(columns.get(table))
                .orElseGet(() -> session.one(
                        "SELECT coalesce(max(next_column), 1) FROM w.hindsight.table_version WHERE table_id = " + table,
                        row -> row.getInt(1)));
    }

    void setNextColumn(int table, int next) {
        columns.put(table, next);
    }

    private Map<Integer, Long> rvids() {
        @Nullable Map<Integer, Long> known = rvids;
        if (known == null) {
            Map<Integer, Long> read = new HashMap<>();
            session.list(
                            "SELECT table_id, max(next_rvid) FROM w.hindsight.table_sum GROUP BY table_id",
                            row -> Map.entry(row.getInt(1), row.getLong(2)))
                    .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
            known = read;
            rvids = read;
        }
        return known;
    }
}
