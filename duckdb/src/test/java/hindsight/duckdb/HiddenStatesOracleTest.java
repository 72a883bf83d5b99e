package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.plan.Strategy;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Verify;
import hindsight.sql.Literal;
import hindsight.testkit.Seed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After every apply by states, each model is what its text gives, and each state is what it is made of gives. */
class HiddenStatesOracleTest {
    private static final int STEPS = 40;

    /** After one in so many, all is verified, too. */
    private static final int VERIFIED = 8;

    /** Texts of models, and what their first state has. */
    private static final Map<String, String> MODELS = models();

    @TempDir
    Path folder;

    private final Map<String, String> loaded = new LinkedHashMap<>();
    private final Map<String, List<String>> held = new LinkedHashMap<>();
    private int followed;
    private LocalDate today = LocalDate.EPOCH;

    private static Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>();
        models.put(
                "SELECT k, count(*) AS n, sum(v) AS v, round(avg(d), 6) AS a FROM s1 GROUP BY k",
                "SELECT k, count(*), sum(v), sum(d), count(d), count(v) FROM s1 GROUP BY k");
        models.put(
                "SELECT count(*) AS n, sum(v) AS v, sum(d) AS d FROM s2",
                "SELECT count(*), sum(v), sum(d), count(v), count(d) FROM s2");
        models.put(
                "SELECT k % 2 AS k, sum(d) FILTER (WHERE v > 2) AS d FROM s1 WHERE v <> 3 GROUP BY k % 2",
                "SELECT k % 2, sum(d) FILTER (WHERE v > 2), count(*), count(d) FILTER (WHERE v > 2) FROM s1 WHERE v <> 3 GROUP BY k % 2");
        models.put(
                "SELECT k, sum(v) AS v FROM s1 GROUP BY k HAVING count(*) > 1 AND sum(v) > 3",
                "SELECT k, count(*), sum(v), count(v) FROM s1 GROUP BY k");
        models.put(
                "SELECT x.k, sum(x.d * y.v) AS d, count(y.v) AS n FROM s1 x LEFT JOIN s2 y ON x.k = y.k GROUP BY x.k",
                "SELECT x.k, sum(x.d * y.v), count(y.v), count(*), count(x.d * y.v) FROM s1 x LEFT JOIN s2 y ON x.k = y.k GROUP BY x.k");
        models.put(
                "SELECT s2.k, s2.v, a.n FROM s2 JOIN (SELECT k, count(v) AS n FROM s1 GROUP BY k) a ON a.k = s2.k",
                "SELECT k, count(v), count(*) FROM s1 GROUP BY k");
        models.put(
                "SELECT k, count(*) AS n, sum(v) AS v FROM s1 WHERE v < current_date - DATE '2025-03-01' GROUP BY k",
                "SELECT k, count(*), sum(v), count(v) FROM s1 WHERE v < current_date - DATE '2025-03-01' GROUP BY k");
        models.put(
                "SELECT k, count(DISTINCT v) AS n, sum(d) AS d, count(DISTINCT d) AS m FROM s1 GROUP BY k",
                "SELECT k, sum(d), count(*), count(d) FROM s1 GROUP BY k");
        models.put(
                "SELECT k, count(DISTINCT v) AS n FROM s2 WHERE v <> 2 GROUP BY k",
                "SELECT k, count(v), count(*) FROM (SELECT DISTINCT k, v FROM s2 WHERE v <> 2) GROUP BY k");
        models.put("SELECT count(DISTINCT v) AS n, count(DISTINCT k) AS m FROM s1", "");
        models.put("SELECT sum(v) FILTER (WHERE v > current_date - DATE '2025-03-01') AS v FROM s2", "");
        models.put("SELECT k, v, sum(d) AS d, grouping(k) AS g FROM s1 GROUP BY ROLLUP (k, v)", "");
        models.put("SELECT n, sum(k) AS k FROM (SELECT k, count(*) AS n FROM s2 GROUP BY k) GROUP BY n", "");
        models.put("SELECT sum(v) AS v FROM s1 UNION ALL SELECT sum(v) FROM s2 WHERE k = 1", "");
        models.put("SELECT k, v FROM s1 WHERE d > (SELECT sum(d) / 9 FROM s2)", "");
        models.put("SELECT k, sum(n) AS n FROM (SELECT k, v, count(*) AS n FROM s1 GROUP BY k, v) GROUP BY k", "");
        return models;
    }

    @Test
    void modelsAndStatesAreWhatTheirTextsGive() throws SQLException {
        Random random = Seed.random(HiddenStatesOracleTest.class);
        ShopFolder shop =
                new ShopFolder(folder).settings("sources: {s1: {key: [id], load: upsert}, s2: {load: append}}");
        load(shop, random, "s1");
        load(shop, random, "s2");
        int number = 0;
        for (String sql : MODELS.keySet()) {
            number++;
            shop.model("m" + number, sql);
        }
        List<String> story = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            today = LocalDate.of(2025, 3, 1).plusDays(random.nextInt(7));
            shop.at(today.atTime(9, 0).toInstant(ZoneOffset.UTC));
            story.add(today.toString());
            Strategy forced = random.nextInt(8) == 0 ? Strategy.FULL : Strategy.DELTA;
            ApplyResult result = shop.apply(new PlanOptions(Optional.empty(), Optional.of(forced), Set.of(), Set.of()));
            story.add(forced + " "
                    + result.models().stream().map(model -> model.strategy()).toList());
            check(story);
            if (step % VERIFIED == 0) {
                assertThat(shop.verify(Optional.empty(), false))
                        .as("after %s", story)
                        .allMatch(Verify.Table::isEqual);
            }
            String source = random.nextBoolean() ? "s1" : "s2";
            load(shop, random, source);
            story.add(source + ": " + loaded.get(source));
            if (random.nextInt(4) == 0) {
                load(shop, random, "s1");
                load(shop, random, "s2");
            }
        }
        assertThat(followed).isGreaterThan(STEPS);
        shop.apply(new PlanOptions(Optional.empty(), Optional.of(Strategy.DELTA), Set.of(), Set.of()));
        checkDamage(shop, story);
    }

    /** Verifying finds whatever is wrong in any state. */
    private void checkDamage(ShopFolder shop, List<String> story) throws SQLException {
        List<String> damaged = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w (READ_ONLY)");
            damaged.addAll(PlainRows.of(statement, """
                    SELECT DISTINCT 'w.hindsight.s' || s.table_id || '_' || s.number FROM w.hindsight.state s
                    WHERE kept AND groups > 0
                      AND s.seq = (SELECT max(basis) FROM w.hindsight.model_state m WHERE m.table_id = s.table_id)"""));
        }
        assertThat(damaged).hasSizeGreaterThan(MODELS.size() / 2);
        damaged.forEach(state ->
                shop.tamper("DELETE FROM " + state + " WHERE _version = (SELECT min(_version) FROM " + state + ")"));
        assertThat(shop.verify(Optional.empty(), false).stream()
                        .flatMap(table -> table.findings().stream())
                        .map(Verify.Finding::against))
                .as("after %s", story)
                .hasSameSizeAs(damaged)
                .containsOnly(Verify.Against.STATE);
    }

    private void load(ShopFolder shop, Random random, String source) {
        List<String> rows = held.computeIfAbsent(source, name -> new ArrayList<>());
        if (random.nextInt(5) == 0) {
            rows.clear();
            IntStream.range(0, random.nextInt(12)).forEach(i -> rows.add(row(random)));
        } else if (rows.isEmpty() || random.nextInt(3) == 0) {
            rows.add(row(random));
        } else if (random.nextBoolean()) {
            rows.remove(random.nextInt(rows.size()));
        } else {
            rows.set(random.nextInt(rows.size()), row(random));
        }
        String values = IntStream.range(0, rows.size())
                .mapToObj(i -> "(" + i + ", " + rows.get(i) + ")")
                .collect(Collectors.joining(", "));
        String select = "SELECT id::INTEGER AS id, k::INTEGER AS k, v::BIGINT AS v, d::DECIMAL(9,2) AS d FROM (VALUES "
                + (rows.isEmpty() ? "(0, 0, 0, 0)" : values) + ") t(id, k, v, d)"
                + (rows.isEmpty() ? " WHERE false" : "");
        boolean keyed = source.equals("s1");
        String chosen = keyed ? select : "SELECT k, v, d FROM (" + select + ")";
        loaded.put(source, chosen);
        shop.load(source, keyed ? List.of("id") : List.of(), chosen);
    }

    private static String row(Random random) {
        return value(random, 3) + ", " + value(random, 6) + ", "
                + (random.nextInt(6) == 0 ? "NULL" : (random.nextInt(600) - 200) / 100.0);
    }

    private static String value(Random random, int bound) {
        return random.nextInt(5) == 0 ? "NULL" : Integer.toString(random.nextInt(bound));
    }

    private void check(List<String> story) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w (READ_ONLY)");
            for (Map.Entry<String, String> source : loaded.entrySet()) {
                statement.execute("CREATE TABLE " + source.getKey() + " AS " + source.getValue());
            }
            int number = 0;
            for (Map.Entry<String, String> model : MODELS.entrySet()) {
                number++;
                assertThat(rows(statement, "FROM w.main.m" + number))
                        .as("%s after %s", model, story)
                        .isEqualTo(rows(statement, dated(model.getKey())));
                if (!model.getValue().isEmpty()) {
                    checkState(statement, number, model.getValue(), story);
                }
            }
        }
    }

    /** Where a state is there, it holds. */
    private void checkState(Statement statement, int number, String sql, List<String> story) throws SQLException {
        String registered = """
                SELECT 's' || s.table_id || '_' || s.number FROM w.hindsight.state s
                JOIN (SELECT table_id, name FROM w.hindsight.table_version GROUP BY ALL) t USING (table_id)
                WHERE kept AND number = 1 AND t.name = 'm%d'
                  AND s.seq = (SELECT max(basis) FROM w.hindsight.model_state m WHERE m.table_id = s.table_id)""".formatted(number);
        for (String state : rows(statement, registered)) {
            followed++;
            assertThat(rows(statement, "SELECT * EXCLUDE (_version) FROM w.hindsight." + state))
                    .as("state of %s after %s", sql, story)
                    .isEqualTo(rows(statement, dated(sql)));
        }
    }

    private String dated(String sql) {
        return sql.replace("current_date", Literal.date(today));
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        return PlainRows.of(statement, "FROM (" + query + ") ORDER BY ALL");
    }
}
