package hindsight.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Random tables of few rows with few different values, so that whatever may coincide does, and queries over them. */
final class SmallTables {
    private static final Path QUERIES = Path.of("src/test/resources/hindsight/duckdb/operators.txt");
    private static final int MOST_ROWS = 9;
    /** By table and column, the SQL of a random value: %d stands for a small number. */
    private static final Map<String, Map<String, String>> COLUMNS = columns();

    /** Columns whose values name a row, by table. */
    static final Map<String, List<String>> KEYS =
            Map.of("a", List.of("id"), "b", List.of("id", "part"), "c", List.of("code"));

    private final Session session;
    private final Random random;

    SmallTables(Session session, Random random) {
        this.session = session;
        this.random = random;
    }

    private static Map<String, Map<String, String>> columns() {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Map<String, String> a = new LinkedHashMap<>();
        a.put("id", "%d::INTEGER");
        a.put("k", "(%d // 2)::INTEGER");
        a.put("g", "(['p', 'q', 'r', 's'])[%d %% 4 + 1]");
        a.put("d", "DATE '2025-01-01' + (%d // 2)::INTEGER");
        a.put("n", "(%d / 2)::DECIMAL(5, 1)");
        a.put("l", "range(%d %% 4)::INTEGER[]");
        a.put("note", "'n%d'");
        tables.put("a", a);
        Map<String, String> b = new LinkedHashMap<>();
        b.put("id", "(%d // 2)::INTEGER");
        b.put("part", "(%d %% 3)::INTEGER");
        b.put("k", "(%d // 2)::INTEGER");
        b.put("v", "(['p', 'q', 'r'])[%d %% 3 + 1]");
        b.put("d", "DATE '2025-01-01' + (%d // 3)::INTEGER");
        tables.put("b", b);
        Map<String, String> c = new LinkedHashMap<>();
        c.put("code", "(['p', 'q', 'r', 's', 't'])[%d %% 5 + 1]");
        c.put("k", "(%d // 2)::INTEGER");
        c.put("label", "'l' || (%d // 3)");
        tables.put("c", c);
        return tables;
    }

    /** Names and texts of queries of every kind of operator. */
    static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(QUERIES)) {
            queries.put(line.substring(0, line.indexOf('|')), line.substring(line.indexOf('|') + 1));
        }
        return queries;
    }

    /** Makes the tables anew, with other rows. */
    void fill() {
        statements(random).forEach(session::execute);
    }

    static List<String> statements(Random random) {
        List<String> statements = new ArrayList<>();
        COLUMNS.forEach((table, columns) -> {
            String rows = "SELECT * FROM (" + row(table, false, random) + ") WHERE false";
            for (int i = random.nextInt(MOST_ROWS + 1); i > 0; i--) {
                rows += " UNION ALL " + row(table, true, random);
            }
            statements.add("CREATE OR REPLACE TABLE " + table + " AS SELECT DISTINCT ON ("
                    + String.join(", ", KEYS.get(table)) + ") * FROM (" + rows + ")");
        });
        return statements;
    }

    private static String row(String table, boolean holes, Random random) {
        return COLUMNS.get(table).entrySet().stream()
                .map(column -> {
                    boolean empty = holes && !KEYS.get(table).contains(column.getKey()) && random.nextInt(6) == 0;
                    String value = column.getValue().formatted(random.nextInt(8));
                    return (empty ? "NULL" : value) + " AS " + column.getKey();
                })
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    /** Gives other values to the columns of every row that are chosen. */
    void change(BiPredicate<String, String> chosen) {
        COLUMNS.forEach((table, columns) -> {
            String changed = columns.keySet().stream()
                    .map(column -> chosen.test(table, column) ? other(columns.get(column)) + " AS " + column : column)
                    .collect(Collectors.joining(", "));
            session.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT " + changed + " FROM "
                    + "(SELECT *, row_number() OVER () AS place FROM " + table + ") ORDER BY place");
        });
    }

    /** Another value for each row. */
    private String other(String form) {
        int factor = 1 + 2 * random.nextInt(4);
        int offset = random.nextInt(8);
        String number = "((place * " + factor + " + " + offset + ") % 8)";
        return "CASE WHEN " + number + " < 7 THEN "
                + form.replace("'n%d'", "'n' || %d").replace("%d", number).replace("%%", "%") + " END";
    }
}
