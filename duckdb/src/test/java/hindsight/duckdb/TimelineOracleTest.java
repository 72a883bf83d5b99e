package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.RowSet;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random loads, late rows, moves across boundaries, forward, amended and restated logic: at every commit each row is what the logic of its
 * date gives over all rows of the source, and what was published before can be read as it was.
 */
class TimelineOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 25);
    private static final int DAYS = 40;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2025-01-01");
    /** Several rows for a date and a {@code k}. */
    private static final String BAG =
            "SELECT d, k, v + %1$d AS r FROM orders WHERE v > %1$d UNION ALL SELECT d, k, -v FROM orders WHERE d <> DATE '2025-01-09'";

    private static final List<String> SHAPES = List.of(
            "SELECT d, k, sum(v) * %1$d AS r FROM orders GROUP BY d, k",
            "SELECT d, k, max(v) + %1$d AS r FROM orders WHERE v %% 5 <> %1$d %% 5 GROUP BY d, k",
            "SELECT d, k, r FROM (SELECT d, k, sum(sum(v)) OVER (PARTITION BY k ORDER BY d) * %1$d AS r FROM orders GROUP BY d, k)",
            "SELECT o.d, o.k, count(*) * %1$d AS r FROM orders o LEFT JOIN rates USING (k) WHERE coalesce(rate, 0) <> %1$d %% 3 GROUP BY ALL",
            BAG,
            "SELECT d, k, r FROM (SELECT d, k, sum(v) OVER (PARTITION BY d) * %1$d AS r, row_number() OVER (PARTITION BY d, k ORDER BY v, id) AS n FROM orders) WHERE n = 1");

    @TempDir
    Path folder;

    private final Map<Integer, int[]> orders = new TreeMap<>();
    private final Map<Integer, Integer> rates = new TreeMap<>();
    /** Of each day, the text that holds for it; the first also holds before. */
    private final String[] logic = new String[DAYS];

    private final Map<Long, List<String>> published = new LinkedHashMap<>();
    private final List<String> story = new ArrayList<>();
    private List<String> shapes = SHAPES;
    private String settings = "";

    @Test
    void everyRowFollowsTheLogicOfItsDay() throws SQLException {
        long seed = Long.getLong("hindsight.seed", System.nanoTime());
        System.out.println("TimelineOracleTest -Dhindsight.seed=" + seed);
        Random random = new Random(seed);
        ShopFolder shop = new ShopFolder(folder)
                .settings("sources: {orders: {key: [id], load: upsert}, rates: {key: [k], load: upsert}}");
        boolean keyed = random.nextBoolean();
        if (random.nextBoolean()) {
            shapes = SHAPES.stream()
                    .filter(shape -> shape.contains("GROUP BY") && !shape.contains("OVER"))
                    .toList();
        } else if (keyed) {
            shapes = SHAPES.stream().filter(shape -> !shape.equals(BAG)).toList();
        }
        settings = "/*---\neffective: d\n" + (keyed ? "key: [d, k]\n" : "") + "---*/\n";
        loadOrders(shop, random, 20);
        loadRates(shop, random);
        change(shop, random, 0, DAYS);
        for (int from = 1 + random.nextInt(7); from < DAYS; from += 1 + random.nextInt(7)) {
            change(shop, random, from, DAYS);
        }
        apply(shop, random);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3, 4 -> loadOrders(shop, random, 1 + random.nextInt(4));
                case 5 -> loadRates(shop, random);
                case 6 -> change(shop, random, random.nextInt(DAYS), DAYS);
                default -> {
                    int from = random.nextInt(DAYS - 1);
                    change(shop, random, from, from + 1 + random.nextInt(DAYS - from - 1));
                }
            }
            if (random.nextInt(4) > 0) {
                apply(shop, random);
                check(shop, random);
            }
        }
        shop.in(
                Progress.SILENT,
                workspace -> assertThat(new Verify(workspace)
                                .run(new Verify.Request(Optional.empty(), Optional.empty(), false))
                                .tables())
                        .allMatch(table -> table.isEqual()));
        System.out.println(used);
    }

    private void loadOrders(ShopFolder shop, Random random, int changes) {
        for (int i = 0; i < changes; i++) {
            int id = random.nextInt(30);
            if (random.nextInt(5) == 0) {
                orders.remove(id);
            } else {
                orders.put(id, new int[] {random.nextInt(DAYS), random.nextInt(4), random.nextInt(20)});
            }
        }
        story.add("load orders");
        shop.load("orders", List.of("id"), ordersSql());
    }

    private String ordersSql() {
        String rows = orders.entrySet().stream()
                .map(order -> "(" + order.getKey() + ", " + order.getValue()[0] + ", " + order.getValue()[1] + ", "
                        + order.getValue()[2] + ")")
                .collect(Collectors.joining(", "));
        return "SELECT id, DATE '" + FIRST_DAY + "' + n AS d, k, v::BIGINT AS v FROM (VALUES (0, 0, 0, 0), "
                + (rows.isEmpty() ? "(0, 0, 0, 0)" : rows) + ") t(id, n, k, v) OFFSET 1";
    }

    private void loadRates(ShopFolder shop, Random random) {
        rates.put(random.nextInt(4), random.nextInt(3));
        story.add("load rates");
        shop.load("rates", List.of("k"), ratesSql());
    }

    private String ratesSql() {
        return "SELECT * FROM (VALUES "
                + rates.entrySet().stream()
                        .map(rate -> "(" + rate.getKey() + ", " + rate.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + ") t(k, rate)";
    }

    /** Other logic for days from one to before another. */
    private void change(ShopFolder shop, Random random, int from, int to) {
        String text = shapes.get(random.nextInt(shapes.size())).formatted(1 + random.nextInt(9));
        Arrays.fill(logic, from, to, text);
        StringBuilder file = new StringBuilder(settings + logic[0] + "\n");
        for (int day = 1; day < DAYS; day++) {
            if (!logic[day].equals(logic[day - 1])) {
                file.append("-- since: " + FIRST_DAY.plusDays(day) + "\n" + logic[day] + "\n");
            }
        }
        story.add("days " + from + " to " + to + ": " + text);
        shop.model("daily", file.toString());
    }

    private final Map<Strategy, Integer> used = new EnumMap<>(Strategy.class);

    private void apply(ShopFolder shop, Random random) {
        List<Strategy> strategies =
                List.of(Strategy.DELTA, Strategy.KEYED, Strategy.DELTA, Strategy.KEYED, Strategy.FULL);
        Optional<Strategy> forced =
                Optional.of(strategies.get(random.nextInt(5))).filter(any -> random.nextInt(8) > 0);
        ApplyResult result = attempt(shop, forced)
                .or(() -> attempt(shop, Optional.of(Strategy.DELTA)))
                .or(() -> attempt(shop, Optional.empty()))
                .orElseThrow();
        result.models().forEach(model -> used.merge(model.strategy(), 1, Integer::sum));
    }

    private static Optional<ApplyResult> attempt(ShopFolder shop, Optional<Strategy> forced) {
        try {
            return Optional.of(shop.apply(new PlanOptions(Optional.empty(), forced, Set.of("daily"), Set.of())));
        } catch (InvalidException impossible) {
            assertThat(impossible.problems())
                    .allMatch(problem -> problem.code().equals("not-incremental")
                            && !problem.message().contains("opaque"));
            return Optional.empty();
        }
    }

    private void check(ShopFolder shop, Random random) throws SQLException {
        assertThat(shop.rows("daily")).as("%s", story).isEqualTo(expected());
        assertThat(shop.plan().isPending()).as("%s", story).isFalse();
        published.put(shop.memory().seq(), expected());
        List<Long> seqs = List.copyOf(published.keySet());
        long some = seqs.get(random.nextInt(seqs.size()));
        assertThat(asOf(shop, some)).as("AS OF %d after %s", some, story).isEqualTo(published.get(some));
    }

    private static List<String> asOf(ShopFolder shop, long seq) {
        return shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> ShopFolder.rows(
                        store,
                        new RowSet.Stored(store.memory(seq).table("daily").orElseThrow(), seq))));
    }

    /** By the text of each day over all rows, in an engine of its own. */
    private List<String> expected() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders AS " + ordersSql());
            statement.execute("CREATE TABLE rates AS " + ratesSql());
            for (int day = 0; day < DAYS; day++) {
                LocalDate date = FIRST_DAY.plusDays(day);
                try (ResultSet rows = statement.executeQuery(
                        "SELECT d, k, r FROM (" + logic[day] + ") WHERE d = DATE '" + date + "'")) {
                    while (rows.next()) {
                        found.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
                    }
                }
            }
        }
        found.sort(null);
        return found;
    }
}
