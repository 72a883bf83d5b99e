package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.TableMemory;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random models over floating values, edited, ordered and loaded again and again: their exact columns are those of a warehouse that was
 * built at once, with the same digests, and whatever was published can be computed again.
 */
class ExactColumnsOracleTest {
    private static final int STEPS = 12;
    private static final int MODELS = 6;

    @TempDir
    private Path folder;

    private final Random random = Seed.random(ExactColumnsOracleTest.class);
    private final Map<String, String> files = new LinkedHashMap<>();
    private String rows = "";

    @Test
    void exactColumnsDependOnNoHistory() {
        ShopFolder shop = new ShopFolder(folder.resolve("grown"));
        List<String> story = new ArrayList<>();
        load(shop);
        for (int i = 0; i < MODELS; i++) {
            write(shop, "m" + i, fresh(i));
        }
        for (int step = 0; step < STEPS; step++) {
            int place = random.nextInt(MODELS);
            if (random.nextInt(3) == 0) {
                load(shop);
                story.add("load");
            } else {
                write(shop, "m" + place, random.nextBoolean() ? fresh(place) : switched(files.get("m" + place)));
                story.add("m" + place + ": " + files.get("m" + place));
            }
            if (random.nextInt(4) == 0) {
                shop.apply(new PlanOptions(Optional.of("+m" + place), Optional.empty(), Set.of(), Set.of()));
            } else {
                shop.apply();
                check(shop, new ShopFolder(folder.resolve("built" + step)), story);
            }
        }
    }

    private void check(ShopFolder grown, ShopFolder built, List<String> story) {
        built.load(rows);
        files.forEach(built::model);
        built.apply();
        for (String name : files.keySet()) {
            TableMemory expected = built.memory().table(name).orElseThrow();
            TableMemory found = grown.memory().table(name).orElseThrow();
            assertThat(found.definition().inexact())
                    .as("%s after %s", name, story)
                    .isEqualTo(expected.definition().inexact());
            if (!found.isView()) {
                assertThat(found.rows() + " " + found.digest())
                        .as("%s after %s, of %s", name, story, files)
                        .isEqualTo(expected.rows() + " " + expected.digest());
            }
        }
        assertThat(grown.plan().isPending()).as("%s", story).isFalse();
        long head = grown.memory().seq();
        for (long seq : new long[] {head, 1 + random.nextLong(head)}) {
            Verify.Result result = grown.in(
                    Progress.SILENT,
                    workspace -> new Verify(workspace)
                            .run(new Verify.Request(Optional.empty(), Optional.of(new Position.Version(seq)), false)));
            assertThat(result.isEqual()).as("%s after %s", result, story).isTrue();
        }
    }

    private void load(ShopFolder shop) {
        int seed = random.nextInt(1000);
        rows = "SELECT i AS id, i % 3 AS k, sin(i * " + seed + " + 1) * 10 ** (i % 17) AS x FROM range("
                + (100 + random.nextInt(50)) + ") t(i) ORDER BY hash(i + " + seed + ")";
        shop.load(rows);
    }

    private void write(ShopFolder shop, String name, String text) {
        files.put(name, text);
        shop.model(name, text);
    }

    private String fresh(int place) {
        return settings(random.nextInt(3)) + select(input(place), input(place));
    }

    /** The same text, ordered where it was not, and the other way round. */
    private String switched(String text) {
        String select = text.substring(text.lastIndexOf('/') + 1).strip();
        return settings(text.contains("ordered") ? 2 : 0) + select;
    }

    private static String settings(int choice) {
        return switch (choice) {
            case 0 -> "/*---\nfloat: ordered\n---*/\n";
            case 1 -> "/*---\nmaterialized: view\n---*/\n";
            default -> "";
        };
    }

    private String input(int place) {
        int input = random.nextInt(place + 1);
        return input == place ? "orders" : "m" + input;
    }

    private String select(String a, String b) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> "SELECT k, sum(x) AS x FROM " + a + " GROUP BY k";
            case 2 -> "SELECT k, avg(x) AS x FROM " + a + " GROUP BY k";
            case 3 -> "SELECT k, max(x) AS x FROM " + a + " GROUP BY k";
            case 4 -> "SELECT k, count(*) * 1.5::DOUBLE AS x FROM " + a + " GROUP BY k";
            case 5 -> "SELECT k + 1 AS k, x * 3 AS x FROM " + a + " WHERE k < 4";
            case 6 -> "SELECT k, avg(k + 1) AS x FROM " + a + " GROUP BY k";
            default ->
                "SELECT a.k, a.x + b.y AS x FROM " + a + " a JOIN (SELECT k, min(x) AS y FROM " + b
                        + " GROUP BY k) b ON a.k = b.k";
        };
    }
}
