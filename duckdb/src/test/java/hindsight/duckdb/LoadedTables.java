package hindsight.duckdb;

import hindsight.sql.Identifier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables of a session that change by chance, and are loaded into a project as files of what changed in them. */
final class LoadedTables {
    private static final int PARTS = 1_000_000;
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'|\\b\\d+\\b");

    private final Session session;
    private final Random random;
    private final Map<String, String> keys;
    private final Set<String> fixed;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, List<String>> wanted = new HashMap<>();

    /**
     * @param keys columns that name a row, by table; without any, a table is loaded whole
     * @param fixed columns that keep their values
     */
    LoadedTables(Session session, Random random, Map<String, String> keys, Set<String> fixed) {
        this.session = session;
        this.random = random;
        this.keys = keys;
        this.fixed = fixed;
        session.execute("SET threads = 1");
        keys.keySet().stream().sorted().forEach(table -> {
            columns.put(table, columns(table));
            session.execute("CREATE TABLE " + pool(table) + " AS FROM " + table);
            session.execute("CREATE TABLE " + loaded(table) + " AS FROM " + table + " WHERE false");
        });
    }

    /** From now on, values that stand in texts come to columns that have them, more often than others. */
    LoadedTables favouring(Collection<String> texts) {
        String literals = texts.stream()
                .flatMap(text -> LITERAL.matcher(text).results())
                .map(MatchResult::group)
                .map(literal -> literal.startsWith("'") ? literal : "'" + literal + "'")
                .distinct()
                .collect(Collectors.joining(", ", "[", "]"));
        columns.forEach((table, all) -> all.stream()
                // Numbers that stand for rows of other tables are not those of the texts.
                .filter(column -> !types.get(table + "." + column).equals("BIGINT"))
                .forEach(column -> wanted.put(table + "." + column, favoured(table, column, literals))));
        return this;
    }

    private List<String> favoured(String table, String column, String literals) {
        return session.list(
                "SELECT DISTINCT %1$s::VARCHAR FROM %2$s WHERE list_contains(%3$s, %1$s::VARCHAR) ORDER BY 1"
                        .formatted(column, table, literals),
                row -> "'" + row.getString(1).replace("'", "''") + "'");
    }

    private List<String> columns(String table) {
        return session.list("DESCRIBE " + table, row -> {
            types.put(table + "." + row.getString(1), row.getString(2));
            return row.getString(1);
        });
    }

    List<String> tables() {
        return List.copyOf(columns.keySet());
    }

    /** How sources are declared. */
    String settings() {
        return columns.keySet().stream()
                .map(table -> "  " + table + ": {" + source(table) + "}\n")
                .collect(Collectors.joining("", "sources:\n", ""));
    }

    private String source(String table) {
        String key = keys.getOrDefault(table, "");
        return key.isEmpty() ? "load: snapshot" : "key: [" + key + "], load: changes";
    }

    /** Some rows go, and some of those that went before come again. */
    void comeAndGo(String table, double share) {
        String chosen = chosen(table, share);
        session.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM " + table + " WHERE NOT " + chosen
                + " UNION ALL SELECT * FROM " + pool(table) + " ANTI JOIN " + table + " USING (" + keys.get(table)
                + ") WHERE hash(" + keys.get(table) + ", " + seed() + ") % 3 = 0");
    }

    /** Whatever queries ask for is there then, and may come together. */
    void season() {
        for (int i = 0; i < 3; i++) {
            columns.keySet().forEach(table -> update(table, 0.5));
        }
    }

    /** Some columns of some rows become NULL, or take the value of another row, or one that is favoured. */
    void update(String table, double share) {
        String updated = columns.get(table).stream()
                .map(column -> isKey(table, column) || fixed.contains(column) || random.nextInt(3) > 0
                        ? column
                        : "CASE WHEN NOT " + chosen(table, share) + " THEN " + column + " " + other(table, column)
                                + " END AS " + column)
                .collect(Collectors.joining(", "));
        session.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT " + updated + " FROM " + table);
    }

    /** Branches that give another value; NULL is what is left. */
    private String other(String table, String column) {
        String drawn = "hash(" + keys.get(table) + ", " + seed() + ")";
        List<String> favoured = wanted.getOrDefault(table + "." + column, List.of());
        String some = favoured.isEmpty()
                ? ""
                : "WHEN " + drawn + " % 2 = 0 THEN (" + favoured + "::" + types.get(table + "." + column) + "[])[(1 + "
                        + drawn + " // 2 % " + favoured.size() + ")::INTEGER] ";
        return some + "WHEN " + drawn + " % 6 <> 1 THEN lag(" + column + ") OVER (ORDER BY " + drawn + ", "
                + keys.get(table) + ")";
    }

    private boolean isKey(String table, String column) {
        return List.of(keys.get(table).split(", ")).contains(column);
    }

    private String chosen(String table, double share) {
        long rows = session.one("SELECT count(*) FROM " + table, row -> row.getLong(1));
        long parts = Math.round(PARTS * Math.max(share, Math.min(0.5, 1.0 / Math.max(1, rows))));
        return "(hash(" + keys.get(table) + ", " + seed() + ") % " + PARTS + " < " + parts + ")";
    }

    /** Each row is there by chance: between none and all. */
    void refill(String table) {
        int share = List.of(0, 20, 50, 80, 100).get(random.nextInt(5));
        session.execute("CREATE OR REPLACE TABLE " + table + " AS FROM " + pool(table) + " WHERE hash(rowid, " + seed()
                + ") % 100 < " + share);
    }

    private int seed() {
        return random.nextInt(PARTS);
    }

    /** Loads whatever changed since the last time. */
    void load(MaintainedModels project, Path folder) {
        for (String table : columns.keySet()) {
            Path file = folder.resolve(table + ".parquet");
            boolean first = session.one("SELECT count(*) FROM " + loaded(table), row -> row.getLong(1)) == 0;
            long changed = session.one("SELECT count(*) FROM (" + difference(table) + ")", row -> row.getLong(1));
            if (changed > 0 || first) {
                String rows = keys.get(table).isEmpty() ? "FROM " + table : difference(table);
                session.execute("COPY (" + rows + ") TO '" + file + "' (FORMAT parquet)");
                project.load(table, file);
                session.execute("CREATE OR REPLACE TABLE " + loaded(table) + " AS FROM " + table);
            }
        }
    }

    private String difference(String table) {
        String key = keys.get(table);
        String fresh = "SELECT 'U' AS op, * FROM (FROM " + table + " EXCEPT ALL FROM " + loaded(table) + ")";
        String gone = key.isEmpty()
                ? "(FROM " + loaded(table) + " EXCEPT ALL FROM " + table + ")"
                : "(FROM " + loaded(table) + " ANTI JOIN " + table + " USING (" + key + "))";
        return fresh + " UNION ALL SELECT 'D' AS op, * FROM " + gone;
    }

    private static String pool(String table) {
        return Identifier.quote(table + "#pool");
    }

    private static String loaded(String table) {
        return Identifier.quote(table + "#loaded");
    }
}
