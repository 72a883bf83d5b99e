package hindsight.duckdb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of metadata tables that a commit will write, one of each identity: what is put later replaces what was put before. They are
 * written together at the end, because a statement costs more than its rows.
 */
final class CommitRows {
    /** Rows may hold long texts, and a statement is parsed as a whole. */
    private static final int TOGETHER = 100;

    private final Session session;
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    CommitRows(Session session) {
        this.session = session;
    }

    /**
     * @param table name in the schema of the metadata
     * @param identity what no two rows of this commit have in common
     * @param values SQL literals of the whole row, with commas
     */
    void put(String table, String identity, String values) {
        rows.computeIfAbsent(table, name -> new LinkedHashMap<>()).put(identity, values);
    }

    /** Takes rows back whose identity begins so. */
    void remove(String table, String beginning) {
        rows.getOrDefault(table, Map.of()).keySet().removeIf(identity -> identity.startsWith(beginning));
    }

    void write() {
        rows.forEach((table, values) -> {
            List<String> waiting = List.copyOf(values.values());
            for (int from = 0; from < waiting.size(); from += TOGETHER) {
                List<String> some = waiting.subList(from, Math.min(from + TOGETHER, waiting.size()));
                session.execute("INSERT INTO w.hindsight." + table + " VALUES (" + String.join("), (", some) + ")");
            }
        });
        rows.clear();
    }
}
