package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Query;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Views that leave the order of ties open, views over them and tables over those have the rows of the same texts with every tie broken
 * by hand, each run by plain DuckDB over tables, now and AS OF every earlier commit.
 */
class ViewOracleTest {
    private static final int STEPS = 12;
    private static final String VIEW = "/*---\nmaterialized: view\n---*/\n";

    /** A model's text, and the same with ties broken as the product promises. */
    private record Text(String file, String broken) {}

    private static final Map<String, Text> MODELS = new LinkedHashMap<>();

    static {
        add(
                "numbered",
                VIEW + "SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v % 3) AS n FROM s1",
                "SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v % 3, k, v) AS n FROM s1");
        add(
                "chosen",
                VIEW + "SELECT DISTINCT ON (n) n, v, k FROM numbered",
                "SELECT DISTINCT ON (n) n, v, k FROM numbered ORDER BY k, v, n");
        add("few", VIEW + "SELECT k, v FROM s2 LIMIT 7", "SELECT k, v FROM s2 ORDER BY k, v LIMIT 7");
        add(
                "joined",
                VIEW + "SELECT c.n AS k, f.v, c.v AS w FROM chosen c JOIN few f ON c.k = f.k",
                "SELECT c.n AS k, f.v, c.v AS w FROM chosen c JOIN few f ON c.k = f.k");
        addSteady(
                "steps",
                VIEW
                        + "WITH RECURSIVE r AS (SELECT k, 0 AS n FROM few UNION SELECT k, n + 1 FROM r WHERE n < k) FROM r");
        addSteady(
                "walks",
                VIEW
                        + "WITH RECURSIVE r AS (SELECT n AS k, v FROM chosen UNION SELECT k, v - 1 FROM r WHERE v > 3) FROM r");
        addSteady(
                "paths",
                "WITH RECURSIVE r AS (SELECT s.k, n, v FROM steps s JOIN walks w ON n = w.k"
                        + " UNION SELECT k, n + 1, v FROM r WHERE n < 3) SELECT r.*, (SELECT count(*) FROM walks) AS w FROM r");
        add(
                "listed",
                "SELECT k, list(v ORDER BY w % 2)::VARCHAR AS l, first(w) AS w FROM joined GROUP BY k",
                "SELECT k, list(v ORDER BY w % 2, v)::VARCHAR AS l, min(w) AS w FROM joined GROUP BY k");
        add(
                "pairs",
                "SELECT a.k, a.n, b.v FROM numbered a JOIN numbered b ON a.n = b.n + 1 AND a.k = b.k WHERE a.n < 4",
                "SELECT a.k, a.n, b.v FROM numbered a JOIN numbered b ON a.n = b.n + 1 AND a.k = b.k WHERE a.n < 4");
        add(
                "top",
                "SELECT n, v FROM chosen ORDER BY v DESC LIMIT 3",
                "SELECT n, v FROM chosen ORDER BY v DESC, n LIMIT 3");
    }

    @TempDir
    private Path folder;

    private static void add(String name, String file, String broken) {
        MODELS.put(name, new Text(file, broken));
    }

    private static void addSteady(String name, String file) {
        add(name, file, file.replace(VIEW, ""));
    }

    @Test
    void viewsHaveTheRowsOfTheirTextWithTiesBroken() throws SQLException {
        Random random = Seed.random(ViewOracleTest.class);
        ShopFolder shop =
                new ShopFolder(folder).settings("sources: {s1: {key: [id], load: upsert}, s2: {load: append}}");
        MODELS.forEach((name, text) -> shop.model(name, text.file()));
        Map<String, String> loaded = new LinkedHashMap<>();
        Map<Long, Map<String, List<String>>> past = new TreeMap<>();
        load(shop, random, "s1", loaded);
        load(shop, random, "s2", loaded);
        for (int step = 0; step < STEPS; step++) {
            load(shop, random, random.nextBoolean() ? "s1" : "s2", loaded);
            if (random.nextInt(3) == 0 && !past.isEmpty()) {
                String some = List.copyOf(MODELS.keySet()).get(random.nextInt(MODELS.size()));
                shop.apply(new PlanOptions(Optional.of(some), Optional.empty(), Set.of(), Set.of()));
            }
            shop.apply();
            Map<String, List<String>> now = expected(loaded);
            past.put(shop.memory().seq(), now);
            assertThat(found(shop, new Position.Head())).as("step %s", step).isEqualTo(now);
        }
        for (Map.Entry<Long, Map<String, List<String>>> then : past.entrySet()) {
            assertThat(found(shop, new Position.Version(then.getKey())))
                    .as("AS OF %s", then.getKey())
                    .isEqualTo(then.getValue());
        }
        Verify.Request everything = new Verify.Request(Optional.empty(), Optional.empty(), false);
        assertThat(shop.in(Progress.SILENT, workspace -> new Verify(workspace).run(everything))
                        .isEqual())
                .isTrue();
    }

    private static void load(ShopFolder shop, Random random, String source, Map<String, String> loaded) {
        String rows = IntStream.range(0, 1 + random.nextInt(25))
                .mapToObj(i -> "(" + i + ", " + random.nextInt(5) + ", " + random.nextInt(8) + ")")
                .collect(Collectors.joining(", "));
        boolean keyed = source.equals("s1");
        String select = "SELECT " + (keyed ? "id, " : "") + "k, v FROM (VALUES " + rows + ") t(id, k, v) ORDER BY "
                + (random.nextBoolean() ? "id" : "v, id DESC");
        loaded.put(source, select);
        shop.load(source, keyed ? List.of("id") : List.of(), select);
    }

    private static Map<String, List<String>> expected(Map<String, String> loaded) throws SQLException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> source : loaded.entrySet()) {
                statement.execute("CREATE TABLE " + source.getKey() + " AS " + source.getValue());
            }
            for (Map.Entry<String, Text> model : MODELS.entrySet()) {
                statement.execute("CREATE TABLE " + model.getKey() + " AS "
                        + model.getValue().broken());
                expected.put(model.getKey(), PlainRows.of(statement, all(model.getKey())));
            }
        }
        return expected;
    }

    private static Map<String, List<String>> found(ShopFolder shop, Position position) {
        return shop.in(Progress.SILENT, workspace -> {
            Map<String, List<String>> found = new LinkedHashMap<>();
            for (String model : MODELS.keySet()) {
                Query.Request request =
                        new Query.Request(SqlText.of("query", all(model)), Optional.of(position), Optional.empty());
                found.put(model, new Query(workspace).rows(request, (seq, rows) -> {
                            List<String> read = new ArrayList<>();
                            while (rows.next()) {
                                read.add(String.valueOf(rows.value(0)));
                            }
                            return read;
                        }));
            }
            return found;
        });
    }

    private static String all(String model) {
        return "SELECT t::VARCHAR FROM " + model + " t ORDER BY ALL";
    }
}
