package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.RowSet;
import hindsight.plan.Strategy;
import hindsight.run.ApplyResult.ModelResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
 * A model that is edited time and again, while its inputs change or not, has the rows of its text, its digest is theirs, and no row is
 * written that does not differ.
 */
class EditedModelsTest {
    private static final int STEPS = Integer.getInteger("hindsight.steps", 20);

    private static final List<String> VALUES = List.of(
            "amount",
            "amount * 2",
            "amount + %d",
            "CASE WHEN amount > %d THEN amount ELSE 0 END",
            "coalesce(shop, %d)",
            "NULL",
            "-amount");

    private static final List<String> CONDITIONS = List.of(
            "amount > %d",
            "amount >= %d AND shop <> 3",
            "amount < %d OR shop IS NULL",
            "shop IN (1, 2, %d)",
            "amount %% 7 = %d %% 7",
            "true",
            "day > DATE '2025-01-01' + %d %% 9");

    private static final List<String> SHAPES = List.of(
            "SELECT id, shop, (%1$s)::BIGINT AS v FROM sales WHERE %2$s",
            "SELECT id, shop, (%1$s)::BIGINT AS v FROM sales WHERE %2$s UNION ALL SELECT id, 0, (%3$s)::BIGINT FROM sales WHERE %4$s",
            "SELECT shop::BIGINT AS id, shop, sum(%1$s)::BIGINT AS v FROM sales WHERE %2$s GROUP BY shop",
            "SELECT id, shop, sum(%1$s)::BIGINT AS v FROM sales GROUP BY ALL HAVING max(amount) > 3 AND min(%3$s) < 50",
            "SELECT s.id, s.shop, (%1$s)::BIGINT AS v FROM sales s JOIN shops p USING (shop) WHERE %2$s AND city <> 'c1'",
            "SELECT s.id, p.at AS shop, (%1$s)::BIGINT AS v FROM sales s LEFT JOIN (SELECT shop AS at FROM shops) p ON s.shop = p.at AND s.amount > coalesce(%3$s, 1)",
            "SELECT id, shop, rank() OVER (PARTITION BY shop ORDER BY %1$s) AS v FROM sales WHERE %2$s",
            "SELECT DISTINCT 0::BIGINT AS id, shop, (%1$s)::BIGINT AS v FROM sales WHERE %2$s",
            "SELECT id, shop, amount::BIGINT AS v FROM sales x WHERE EXISTS (SELECT 1 FROM shops p WHERE p.shop = x.shop) AND %2$s");

    @TempDir
    Path folder;

    private final Random random = Seed.random(EditedModelsTest.class);
    private final Map<Integer, String> sales = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private String shape = "";
    private final List<String> parts = new ArrayList<>();

    @Test
    void isWhatItsTextGives() {
        ShopFolder shop = new ShopFolder(folder)
                .settings("sources: {sales: {key: [id], load: upsert}, shops: {key: [shop], load: upsert}}");
        change(200);
        load(shop);
        shop.load("shops", List.of("shop"), "SELECT i::INTEGER AS shop, 'c' || (i % 3) AS city FROM range(9) r(i)");
        begin();
        String text = text();
        shop.model("m", text);
        shop.apply();
        for (int step = 0; step < STEPS; step++) {
            List<String> before = shop.rows("m");
            boolean loads = random.nextBoolean();
            if (loads) {
                change(1 + random.nextInt(12));
                load(shop);
            }
            String edited = edited();
            shop.model("m", edited);
            ModelResult result = apply(shop);
            String story = result.strategy() + " " + result.reason() + ": " + text + "\n→ " + edited;
            count(result, loads, !edited.equals(text));
            check(shop, edited, before, result, story);
            text = edited;
        }
        System.out.println(counts);
        assertThat(counts.keySet().stream().filter(name -> name.startsWith("an edit by")))
                .hasSizeGreaterThan(1);
    }

    private ModelResult apply(ShopFolder shop) {
        Optional<Strategy> forced = switch (random.nextInt(4)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Strategy.KEYED);
            default -> Optional.of(Strategy.DELTA);
        };
        try {
            return shop.apply(new PlanOptions(Optional.empty(), forced, Set.of("m"), Set.of()))
                    .models()
                    .get(0);
        } catch (hindsight.problem.InvalidException impossible) {
            return shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of("m"), Set.of()))
                    .models()
                    .get(0);
        }
    }

    private void count(ModelResult result, boolean loads, boolean edit) {
        boolean found = result.strategy() == Strategy.DELTA || result.strategy() == Strategy.KEYED;
        if (edit && found && result.reason().contains("changed: ")) {
            String with = loads ? ", with a load" : "";
            counts.merge("an edit by " + result.strategy().word() + with, 1, Integer::sum);
        } else if (edit) {
            counts.merge("an edit otherwise, " + result.strategy().word(), 1, Integer::sum);
        }
    }

    private static void check(ShopFolder shop, String sql, List<String> before, ModelResult result, String story) {
        List<String> after = shop.rows("m");
        List<String> expected = shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> {
                    var memory = ShopFolder.memory(store);
                    Map<String, RowSet> sources = new HashMap<>();
                    List.of("sales", "shops")
                            .forEach(table -> sources.put(
                                    table, new RowSet.Stored(memory.table(table).orElseThrow(), memory.seq())));
                    return ShopFolder.rows(store, new RowSet.Query(sql, sources, java.time.Instant.EPOCH));
                }));
        assertThat(after).as(story).isEqualTo(expected);
        assertThat(result.added()).as(story).isEqualTo(lacking(after, before));
        assertThat(result.retracted()).as(story).isEqualTo(lacking(before, after));
        assertThat(shop.verify(Optional.of("m"), false)).as(story).allMatch(Verify.Table::isEqual);
        assertThat(shop.plan().isPending()).as(story).isFalse();
    }

    /** How many rows the one has more often than the other. */
    private static long lacking(List<String> one, List<String> other) {
        Map<String, Long> left = other.stream().collect(Collectors.groupingBy(row -> row, Collectors.counting()));
        return one.stream().filter(row -> left.merge(row, -1L, Long::sum) < 0).count();
    }

    private void begin() {
        shape = pick(SHAPES);
        parts.clear();
        for (int i = 0; i < 2; i++) {
            parts.add(value());
            parts.add(condition());
        }
    }

    private String text() {
        return shape.formatted(parts.toArray());
    }

    /** Mostly another predicate or expression, now and then another query. */
    private String edited() {
        switch (random.nextInt(8)) {
            case 0 -> begin();
            case 1 -> {
                parts.set(0, value());
                parts.set(1, condition());
            }
            case 2 -> shape = pick(SHAPES);
            case 3, 4 -> parts.set(2 * random.nextInt(2), value());
            default -> parts.set(1 + 2 * random.nextInt(2), condition());
        }
        return text();
    }

    private String value() {
        return pick(VALUES).formatted(random.nextInt(20));
    }

    private String condition() {
        return pick(CONDITIONS).formatted(random.nextInt(20));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void change(int rows) {
        for (int i = 0; i < rows; i++) {
            int id = random.nextInt(250);
            if (random.nextInt(5) == 0) {
                sales.remove(id);
            } else {
                String at = random.nextInt(8) == 0 ? "NULL" : String.valueOf(random.nextInt(12));
                sales.put(
                        id,
                        "(%d, %s, DATE '2025-01-01' + %d, %d)"
                                .formatted(id, at, random.nextInt(9), random.nextInt(20)));
            }
        }
    }

    private void load(ShopFolder shop) {
        shop.load(
                "sales",
                List.of("id"),
                "SELECT id::BIGINT AS id, shop::INTEGER AS shop, day::DATE AS day, amount::INTEGER AS amount FROM (VALUES "
                        + String.join(", ", sales.values()) + ") t(id, shop, day, amount)");
    }
}
