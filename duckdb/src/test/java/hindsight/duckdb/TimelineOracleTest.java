package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.RowSet;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random loads, late rows, moves across boundaries, forward, amended and restated logic, columns that come and go, at once and in chunks: at every commit each row is what the logic of its
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
    /** Whether orders have got their column {@code w}. */
    private boolean weighed;

    @Test
    void everyRowFollowsTheLogicOfItsDay() throws SQLException {
        Random random = Seed.random(TimelineOracleTest.class);
        ShopFolder shop = new ShopFolder(folder)
                .write("hindsight.yml", """
                        name: shop
                        engine: {memory: 1GB, threads: 2%s}
                        sources: {orders: {key: [id], load: upsert}, rates: {key: [k], load: upsert}}
                        """.formatted(random.nextBoolean() ? ", chunk_rows: 6" : ""));
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
            switch (random.nextInt(9)) {
                case 8 -> {
                    if (random.nextInt(3) == 0) {
                        weighed = true;
                        loadOrders(shop, random, 1);
                    } else {
                        change(shop, random, 0, DAYS);
                    }
                }
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
        String weight = weighed ? ", nullif(id * 7 % 5, 2) AS w" : "";
        return "SELECT id, DATE '" + FIRST_DAY + "' + n AS d, k, v::BIGINT AS v" + weight
                + " FROM (VALUES (0, 0, 0, 0), " + (rows.isEmpty() ? "(0, 0, 0, 0)" : rows)
                + ") t(id, n, k, v) OFFSET 1";
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

    /** Some have a column, or two, that others lack. */
    private String text(Random random) {
        int number = 1 + random.nextInt(9);
        String shape = shapes.get(random.nextInt(shapes.size())).formatted(number);
        if (weighed && random.nextInt(3) == 0) {
            shape = "SELECT d, k, sum(coalesce(w, 0)) * " + number + " AS r FROM orders GROUP BY d, k";
        }
        return switch (random.nextInt(6)) {
            case 0 -> "SELECT *, k * " + number + " AS x FROM (" + shape + ")";
            case 1 -> "SELECT k + " + number + " AS y, d, k, r FROM (" + shape + ")";
            case 2 -> "SELECT *, k AS x, " + number + " AS y FROM (" + shape + ")";
            default -> shape;
        };
    }

    /** Other logic for days from one to before another. */
    private void change(ShopFolder shop, Random random, int from, int to) {
        String text = text(random);
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
        assertThat(shop.rows("daily")).as("%s", story).isEqualTo(expected(columns(shop)));
        assertThat(shop.plan().isPending()).as("%s", story).isFalse();
        published.put(shop.memory().seq(), expected(columns(shop)));
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

    /** Those that some day's text has. */
    private static List<String> columns(ShopFolder shop) {
        return shop.memory().table("daily").orElseThrow().definition().schema().names();
    }

    /** By the text of each day over all rows, in an engine of its own. */
    private List<String> expected(List<String> columns) throws SQLException {
        Set<String> known = new TreeSet<>();
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders AS " + ordersSql());
            statement.execute("CREATE TABLE rates AS " + ratesSql());
            for (int day = 0; day < DAYS; day++) {
                LocalDate date = FIRST_DAY.plusDays(day);
                try (ResultSet rows =
                        statement.executeQuery("FROM (" + logic[day] + ") WHERE d = DATE '" + date + "'")) {
                    Set<String> own = names(rows);
                    known.addAll(own);
                    while (rows.next()) {
                        List<String> values = new ArrayList<>();
                        for (String column : columns) {
                            values.add(own.contains(column) ? rows.getString(column) : "null");
                        }
                        found.add(String.join(" ", values));
                    }
                }
            }
        }
        assertThat(columns).as("%s", story).containsExactlyInAnyOrderElementsOf(known);
        found.sort(null);
        return found;
    }

    private static Set<String> names(ResultSet rows) throws SQLException {
        Set<String> names = new TreeSet<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnLabel(i));
        }
        return names;
    }
}
