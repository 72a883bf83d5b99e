package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose inputs change by little, time and again, are what recomputing gives, by whatever strategy they follow. */
class MaintenanceOracleTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 12);

    @TempDir
    Path folder;

    /** The days of sales begin then. */
    private static final Instant BEGIN = Instant.parse("2025-01-01T10:00:00Z");
    /** Models that read the clock, of sources alone. */
    private static final Map<String, String> TIMED = Map.of(
            "recent", "SELECT id, shop, amount FROM sales WHERE day > current_date - 3",
            "fresh",
                    "SELECT shop, count(*) FILTER (WHERE day >= now()::DATE - 2) AS fresh, count(*) AS n FROM sales GROUP BY shop",
            "weeks",
                    "SELECT shop, count(*) AS n, sum(amount) AS total FROM sales WHERE day BETWEEN current_date - 4 AND today() - 1 GROUP BY shop",
            "aged",
                    "SELECT id, current_date - day AS days, day::TIMESTAMP < localtimestamp AS past, age(day) AS age FROM sales",
            "lately",
                    "SELECT p.shop, s.id, p.city FROM shops p LEFT JOIN sales s ON s.shop = p.shop AND s.day::TIMESTAMPTZ > ago(INTERVAL 60 HOUR)",
            "old_shops", "SELECT shop, max(day) AS last FROM sales GROUP BY shop HAVING max(day) < current_date - 1");

    private static final String LATE = "SELECT shop, amount FROM sales WHERE day < today() - 2";
    private static final String PER_LATE = "SELECT shop, max(amount) AS most FROM %s GROUP BY shop";

    private Instant now = BEGIN;

    private final Map<Strategy, Integer> used = new EnumMap<>(Strategy.class);
    private final Map<Integer, String> sales = new LinkedHashMap<>();
    private final Map<Integer, String> shops = new LinkedHashMap<>();

    @Test
    void followsItsInputs() {
        Random random = Seed.random(MaintenanceOracleTest.class);
        ShopFolder shop = new ShopFolder(folder)
                .settings("sources: {sales: {key: [id], load: upsert}, shops: {key: [shop], load: upsert}}");
        models().forEach(shop::model);
        TIMED.forEach(shop::model);
        shop.at(now);
        change(random, 200, 12);
        load(shop);
        shop.apply();
        for (int step = 0; step < STEPS; step++) {
            change(random, random.nextInt(8), random.nextInt(2));
            load(shop);
            now = BEGIN.plus(random.nextInt(9 * 24), ChronoUnit.HOURS);
            shop.at(now);
            apply(shop, random);
            checkTimed(shop);
            Verify.Result result = shop.in(
                    Progress.SILENT,
                    workspace ->
                            new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false)));
            assertThat(result.tables()).as("step %d of %s", step, used).allMatch(Verify.Table::isEqual);
        }
        System.out.println(used);
        assertThat(used).containsKeys(Strategy.DELTA, Strategy.KEYED);
    }

    /** Also of what seems to stay as it was, for which no commit is made. */
    private void checkTimed(ShopFolder shop) {
        shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> {
                    Memory memory = ShopFolder.memory(store);
                    Map<String, RowSet> sources =
                            Map.of("sales", stored(memory, "sales"), "shops", stored(memory, "shops"));
                    TIMED.forEach((model, sql) -> assertThat(ShopFolder.rows(store, stored(memory, model)))
                            .as("%s at %s", model, now)
                            .isEqualTo(ShopFolder.rows(store, new RowSet.Query(sql, sources, now))));
                    assertThat(ShopFolder.rows(store, stored(memory, "per_late")))
                            .as("per_late at %s", now)
                            .isEqualTo(ShopFolder.rows(
                                    store, new RowSet.Query(PER_LATE.formatted("(" + LATE + ")"), sources, now)));
                    return true;
                }));
    }

    private static RowSet stored(Memory memory, String table) {
        return new RowSet.Stored(memory.table(table).orElseThrow(), memory.seq());
    }

    /** One model after the other, each by a strategy of chance, if it can be; or all at once. */
    private void apply(ShopFolder shop, Random random) {
        if (random.nextInt(4) > 0) {
            models().keySet().forEach(model -> apply(shop, random, model));
            TIMED.keySet().forEach(model -> apply(shop, random, model));
        }
        count(shop.apply());
    }

    private void apply(ShopFolder shop, Random random, String model) {
        Strategy strategy =
                List.of(Strategy.DELTA, Strategy.KEYED, Strategy.FULL).get(random.nextInt(3));
        try {
            count(shop.apply(new PlanOptions(Optional.of(model), Optional.of(strategy), Set.of(), Set.of())));
        } catch (InvalidException impossible) {
            assertThat(impossible.problems()).allMatch(problem -> problem.code().equals("not-incremental"));
            count(shop.apply(new PlanOptions(Optional.of(model), Optional.empty(), Set.of(), Set.of())));
        }
    }

    private void count(ApplyResult result) {
        result.models().forEach(model -> used.merge(model.strategy(), 1, Integer::sum));
    }

    private static Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>();
        models.put(
                "open_sales",
                "/*---\nmaterialized: view\n---*/\nSELECT id, shop, day, amount FROM sales WHERE amount > 20");
        models.put("late_sales", "/*---\nmaterialized: view\n---*/\n" + LATE);
        models.put("per_late", PER_LATE.formatted("late_sales"));
        models.put(
                "large_sales",
                "/*---\nmaterialized: view\n---*/\nSELECT id, shop, day FROM open_sales WHERE amount > 60");
        models.put("per_large", "SELECT day, count(*) AS n FROM large_sales GROUP BY day");
        models.put(
                "per_shop",
                "/*---\nkey: [shop]\n---*/\nSELECT shop, count(*) AS n, sum(amount) AS total, avg(price) AS price FROM sales WHERE shop IS NOT NULL GROUP BY shop");
        models.put(
                "per_day",
                "SELECT day, shop, max(amount) AS most, count(DISTINCT amount) AS kinds FROM open_sales GROUP BY day, shop");
        models.put("named", "SELECT s.id, s.amount, p.city FROM sales s JOIN shops p ON s.shop = p.shop");
        models.put(
                "padded",
                "SELECT p.shop, p.city, s.id, s.amount FROM shops p LEFT JOIN open_sales s ON s.shop = p.shop");
        models.put(
                "idle", "SELECT shop FROM shops p WHERE NOT EXISTS (SELECT 1 FROM open_sales s WHERE s.shop = p.shop)");
        models.put(
                "best", "SELECT * FROM sales QUALIFY row_number() OVER (PARTITION BY day ORDER BY amount DESC) <= 2");
        models.put("top", "SELECT shop, total FROM per_shop ORDER BY total DESC LIMIT 3");
        models.put("share", "SELECT shop, n / (SELECT sum(n) FROM per_shop) > 0.1 AS large FROM per_shop");
        models.put(
                "cities",
                "SELECT city, sum(total) AS total FROM per_shop JOIN shops USING (shop) GROUP BY city HAVING sum(n) > 3");
        models.put("days", "SELECT DISTINCT day FROM open_sales UNION SELECT day FROM best");
        return models;
    }

    private void change(Random random, int changedSales, int changedShops) {
        for (int i = 0; i < changedSales; i++) {
            int id = random.nextInt(250);
            if (random.nextInt(4) == 0) {
                sales.remove(id);
            } else {
                String shop = random.nextInt(8) == 0 ? "NULL" : String.valueOf(random.nextInt(14));
                int amount = random.nextInt(100);
                sales.put(
                        id,
                        "(%d, %s, DATE '2025-01-01' + %d, %d, %d.1)"
                                .formatted(id, shop, random.nextInt(9), amount, amount));
            }
        }
        for (int i = 0; i < changedShops; i++) {
            int shop = random.nextInt(14);
            if (random.nextInt(4) == 0) {
                shops.remove(shop);
            } else {
                shops.put(shop, "(%d, 'c%d')".formatted(shop, random.nextInt(3)));
            }
        }
    }

    private void load(ShopFolder shop) {
        shop.load(
                "sales",
                List.of("id"),
                "SELECT id::INTEGER AS id, shop::INTEGER AS shop, day::DATE AS day, amount::INTEGER AS amount, price::DOUBLE AS price FROM "
                        + values(sales, "(0, 0, DATE '2025-01-01', 0, 0)") + " t(id, shop, day, amount, price)"
                        + where(sales));
        shop.load(
                "shops",
                List.of("shop"),
                "SELECT shop::INTEGER AS shop, city::VARCHAR AS city FROM " + values(shops, "(0, '')")
                        + " t(shop, city)" + where(shops));
    }

    private static String values(Map<Integer, String> rows, String none) {
        return "(VALUES " + (rows.isEmpty() ? none : String.join(", ", rows.values())) + ")";
    }

    private static String where(Map<Integer, String> rows) {
        return rows.isEmpty() ? " WHERE false" : "";
    }
}
