package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.run.Diff;
import hindsight.run.Explain.Effect;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Query;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import hindsight.time.Span;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random loads and edits of models that are made of each other, with and without timelines, tables and views: between any two commits the effects of data and logic come to the difference, and what lies between them is what plain DuckDB gives for
 * the old texts over the new rows.
 */
class ExplainOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 8);
    private static final int DAYS = 12;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2025-01-01");
    private static final Map<String, List<String>> TEXTS = Map.of(
            "net",
            List.of(
                    "SELECT id, d, k, (v * %d)::BIGINT AS n FROM orders",
                    "SELECT id, d, k, (v + %d)::BIGINT AS n FROM orders WHERE v %% 3 <> 0",
                    "SELECT id, d, o.k, (v * %d + coalesce(rate, 0))::BIGINT AS n FROM orders o LEFT JOIN rates USING (k)"),
            "daily",
            List.of(
                    "SELECT d, k, (sum(n) * %d)::BIGINT AS r FROM net GROUP BY d, k",
                    "SELECT d, k, (max(n) + %d)::BIGINT AS r FROM net GROUP BY d, k",
                    "SELECT net.d, net.k, (sum(v) * %d)::BIGINT AS r FROM net JOIN orders USING (id) GROUP BY net.d, net.k"),
            "top",
            List.of(
                    "SELECT k, (sum(r) + %d)::BIGINT AS t FROM daily GROUP BY k",
                    "SELECT k, (max(r))::BIGINT AS t FROM daily WHERE r > %d GROUP BY k",
                    "SELECT daily.k, (sum(r) + count(id))::BIGINT AS t FROM daily JOIN net USING (d) WHERE r <> %d GROUP BY daily.k"));
    private static final List<String> MODELS = List.of("net", "daily", "top");

    @TempDir
    Path folder;

    /** What a table reflected at a commit: the rows of the sources, and of each model the text of each day. */
    private record World(String orders, String rates, Map<String, List<String>> logic) {}

    private final Random random = Seed.random(ExplainOracleTest.class);
    private final Map<Integer, int[]> orders = new TreeMap<>();
    private final Map<Integer, Integer> rates = new TreeMap<>();
    private final Map<String, String[]> logic = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final TreeMap<Long, World> worlds = new TreeMap<>();
    private final List<String> story = new ArrayList<>();
    private int computed;

    @Test
    void effectsComeToTheDifference() throws SQLException {
        ShopFolder shop = new ShopFolder(folder)
                .settings("sources: {orders: {key: [id], load: upsert}, rates: {key: [k], load: upsert}}");
        begin(shop);
        for (int step = 0; step < STEPS; step++) {
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                change(shop);
            }
            apply(shop);
        }
        List<Long> commits = List.copyOf(worlds.keySet());
        for (int i = 0; i < STEPS; i++) {
            int before = random.nextInt(commits.size() - 1);
            int after = before + 1 + random.nextInt(commits.size() - before - 1);
            for (String model : MODELS) {
                check(shop, model, commits.get(before), commits.get(after));
            }
            checkQuery(shop, commits.get(before));
        }
        assertThat(computed).as("explanations that had to compute").isPositive();
    }

    private void begin(ShopFolder shop) {
        settings.put("net", random.nextBoolean() ? "materialized: view\n" : "key: [id]\n");
        settings.put("daily", "effective: d\n" + (random.nextBoolean() ? "key: [d, k]\n" : ""));
        settings.put("top", random.nextBoolean() ? "key: [k]\n" : "");
        for (int id = 0; id < 20; id++) {
            order(id);
        }
        loadOrders(shop);
        rates.put(0, 1);
        loadRates(shop);
        MODELS.forEach(model -> edit(shop, model, 0, DAYS));
        apply(shop);
    }

    private void change(ShopFolder shop) {
        switch (random.nextInt(4)) {
            case 0 -> {
                order(random.nextInt(25));
                orders.remove(random.nextInt(25));
                loadOrders(shop);
            }
            case 1 -> {
                rates.put(random.nextInt(3), random.nextInt(5));
                loadRates(shop);
            }
            case 2 -> edit(shop, "daily", random.nextInt(DAYS), DAYS);
            default -> edit(shop, MODELS.get(random.nextInt(3)), 0, DAYS);
        }
    }

    private void order(int id) {
        orders.put(id, new int[] {random.nextInt(DAYS), random.nextInt(3), random.nextInt(20)});
    }

    private void loadOrders(ShopFolder shop) {
        story.add("load orders");
        shop.load("orders", List.of("id"), ordersSql());
    }

    private void loadRates(ShopFolder shop) {
        story.add("load rates");
        shop.load("rates", List.of("k"), ratesSql());
    }

    private String ordersSql() {
        return "SELECT id, DATE '" + FIRST_DAY + "' + n AS d, k, v::BIGINT AS v FROM (VALUES "
                + orders.entrySet().stream()
                        .map(order -> "(" + order.getKey() + ", " + order.getValue()[0] + ", " + order.getValue()[1]
                                + ", " + order.getValue()[2] + ")")
                        .collect(Collectors.joining(", "))
                + ") t(id, n, k, v)";
    }

    private String ratesSql() {
        return "SELECT * FROM (VALUES "
                + rates.entrySet().stream()
                        .map(rate -> "(" + rate.getKey() + ", " + rate.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + ") t(k, rate)";
    }

    private void edit(ShopFolder shop, String model, int from, int to) {
        List<String> texts = TEXTS.get(model);
        String text = texts.get(random.nextInt(texts.size())).formatted(1 + random.nextInt(5));
        String[] days = logic.computeIfAbsent(model, any -> new String[DAYS]);
        Arrays.fill(days, from, to, text);
        StringBuilder file = new StringBuilder("/*---\n" + settings.get(model) + "---*/\n" + days[0] + "\n");
        for (int day = 1; day < DAYS; day++) {
            if (!days[day].equals(days[day - 1])) {
                file.append("-- since: " + FIRST_DAY.plusDays(day) + "\n" + days[day] + "\n");
            }
        }
        story.add(model + " from day " + from + ": " + text);
        shop.model(model, file.toString());
    }

    private void apply(ShopFolder shop) {
        story.add("apply");
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.copyOf(MODELS), Set.of()));
        Map<String, List<String>> texts = new LinkedHashMap<>();
        logic.forEach((model, days) -> texts.put(model, List.of(days)));
        worlds.put(shop.memory().seq(), new World(ordersSql(), ratesSql(), texts));
    }

    private void check(ShopFolder shop, String model, long before, long after) throws SQLException {
        Map<Effect, Map<String, Long>> effects = new LinkedHashMap<>();
        boolean all = shop.explain(model, before, after, explained -> {
            explained.rows(OptionalLong.empty(), rows -> {
                List<String> names = explained.columns().names();
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < names.size(); i++) {
                        values.add(names.get(i) + "=" + rows.value(i + 2));
                    }
                    add(
                            effects.computeIfAbsent(Effect.of((Long) rows.value(0)), any -> new TreeMap<>()),
                            String.join(" ", values),
                            (Long) rows.value(1));
                }
                return true;
            });
            return explained.reason().isPresent();
        });
        computed += all ? 0 : 1;
        World then = worlds.get(before);
        World now = worlds.get(after);
        Map<String, Long> first = dense(model, then, then.logic());
        Map<String, Long> middle = dense(model, now, then.logic());
        Map<String, Long> last = dense(model, now, now.logic());
        String words = model + " " + before + ".." + after + " after " + story;
        assertThat(effects.getOrDefault(Effect.DATA, Map.of()))
                .as("data of %s", words)
                .isEqualTo(minus(middle, first));
        assertThat(effects.getOrDefault(Effect.LOGIC, Map.of()))
                .as("logic of %s", words)
                .isEqualTo(minus(last, middle));
        assertThat(effects).as(words).doesNotContainKey(Effect.CLOCK);
        assertThat(diff(shop, model, before, after)).as("diff of %s", words).isEqualTo(minus(last, first));
    }

    private Map<String, Long> diff(ShopFolder shop, String model, long before, long after) {
        Span span = new Span.Between(new Position.Version(before), new Position.Version(after));
        Diff.Request request = new Diff.Request(model, span, false, OptionalLong.empty());
        return shop.in(
                Progress.SILENT,
                workspace -> new Diff(workspace).rows(request, (summary, rows) -> {
                    Map<String, Long> found = new TreeMap<>();
                    List<String> names = summary.schema().names();
                    while (rows.next()) {
                        List<String> values = new ArrayList<>();
                        for (int i = 0; i < names.size(); i++) {
                            values.add(names.get(i) + "=" + rows.value(i + 1));
                        }
                        add(found, String.join(" ", values), (Long) rows.value(0));
                    }
                    return found;
                }));
    }

    /** Today's data by the logic of then. */
    private void checkQuery(ShopFolder shop, long then) throws SQLException {
        World past = worlds.get(then);
        World now = worlds.lastEntry().getValue();
        for (String model : MODELS) {
            Query.Request request = new Query.Request(
                    SqlText.of("query", "FROM " + model), Optional.empty(), Optional.of(new Position.Version(then)));
            Map<String, Long> found = shop.in(
                    Progress.SILENT,
                    workspace -> new Query(workspace).rows(request, (origin, rows) -> {
                        Map<String, Long> bag = new TreeMap<>();
                        List<String> names = rows.schema().names();
                        while (rows.next()) {
                            List<String> values = new ArrayList<>();
                            for (int i = 0; i < names.size(); i++) {
                                values.add(names.get(i) + "=" + rows.value(i));
                            }
                            add(bag, String.join(" ", values), 1);
                        }
                        return bag;
                    }));
            assertThat(found)
                    .as("%s by the logic of %d after %s", model, then, story)
                    .isEqualTo(dense(model, now, past.logic()));
        }
    }

    private static void add(Map<String, Long> bag, String row, long weight) {
        bag.merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }

    private static Map<String, Long> minus(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> difference = new TreeMap<>(one);
        BiConsumer<String, Long> subtract = (row, weight) -> add(difference, row, -weight);
        other.forEach(subtract);
        return difference;
    }

    /** By the text of each day over all rows, in an engine of its own. */
    private static Map<String, Long> dense(String model, World data, Map<String, List<String>> logic)
            throws SQLException {
        Map<String, Long> bag = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders AS " + data.orders());
            statement.execute("CREATE TABLE rates AS " + data.rates());
            statement.execute("CREATE TABLE net AS " + logic.get("net").get(0));
            List<String> days = new ArrayList<>();
            for (int day = 0; day < DAYS; day++) {
                days.add("SELECT * FROM (" + logic.get("daily").get(day) + ") WHERE d = DATE '"
                        + FIRST_DAY.plusDays(day) + "'");
            }
            statement.execute("CREATE TABLE daily AS " + String.join(" UNION ALL ", days));
            statement.execute("CREATE TABLE top AS " + logic.get("top").get(0));
            try (ResultSet rows = statement.executeQuery("FROM " + model)) {
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        values.add(rows.getMetaData().getColumnName(i) + "=" + rows.getString(i));
                    }
                    add(bag, String.join(" ", values), 1);
                }
            }
        }
        return bag;
    }
}
