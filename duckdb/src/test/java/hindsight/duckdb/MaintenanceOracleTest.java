package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import java.nio.file.Path;
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

    private final Map<Strategy, Integer> used = new EnumMap<>(Strategy.class);
    private final Map<Integer, String> sales = new LinkedHashMap<>();
    private final Map<Integer, String> shops = new LinkedHashMap<>();

    @Test
    void followsItsInputs() {
        Random random = Seed.random(MaintenanceOracleTest.class);
        ShopFolder shop = new ShopFolder(folder)
                .settings("sources: {sales: {key: [id], load: upsert}, shops: {key: [shop], load: upsert}}");
        models().forEach(shop::model);
        change(random, 200, 12);
        load(shop);
        shop.apply();
        for (int step = 0; step < STEPS; step++) {
            change(random, random.nextInt(8), random.nextInt(2));
            load(shop);
            apply(shop, random);
            Verify.Result result = shop.in(
                    Progress.SILENT,
                    workspace ->
                            new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false)));
            assertThat(result.tables()).as("step %d of %s", step, used).allMatch(Verify.Table::isEqual);
        }
        System.out.println(used);
        assertThat(used).containsKeys(Strategy.DELTA, Strategy.KEYED);
    }

    /** One model after the other, each by a strategy of chance, if it can be; or all at once. */
    private void apply(ShopFolder shop, Random random) {
        if (random.nextInt(4) > 0) {
            models().keySet().forEach(model -> apply(shop, random, model));
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
