package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.Digest;
import hindsight.history.TableMemory;
import hindsight.plan.ModelPlan;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns are inexact where floating values are added, and where that is read; digests follow when that changes. */
class ExactColumnsTest {
    /** What the planner does not take apart: a list with a value that no text gives back. */
    private static final String OPAQUE = "list_contains(['nan'::DOUBLE], x)";

    private static final String SUM = "SELECT k, sum(x) AS x FROM orders GROUP BY k";
    private static final String ORDERED = "/*---\nfloat: ordered\n---*/\n" + SUM;

    @TempDir
    private Path folder;

    private ShopFolder shop;

    @BeforeEach
    void orders() {
        shop = new ShopFolder(folder);
        load(1);
    }

    @Test
    void onlyWhatIsMadeOfFloatingSumsIsInexact() {
        shop.model("copies", "SELECT id, x, 2 * x AS twice, avg(id) OVER () AS mean FROM orders");
        shop.model("sums", "SELECT k, sum(x) AS total, max(x) AS most, avg(id) AS mean FROM orders GROUP BY k");
        shop.model("seen", "/*---\nmaterialized: view\n---*/\nSELECT k, total + most AS sides, most FROM sums");
        shop.model("shares", "SELECT k, most / sides AS share, most, CAST(sides AS HUGEINT) AS whole FROM seen");
        shop.apply();

        assertThat(inexact("orders")).isEmpty();
        assertThat(inexact("copies")).isEmpty();
        assertThat(inexact("sums")).containsExactly("total");
        assertThat(inexact("seen")).containsExactly("sides");
        assertThat(inexact("shares")).containsExactlyInAnyOrder("share", "whole");
        assertAllEqual();
    }

    @Test
    void opaqueModelsAreInexactByType() {
        shop.model("numbered", "SELECT x, id FROM orders WHERE NOT " + OPAQUE);
        shop.apply();

        assertThat(inexact("numbered")).containsExactly("x");
    }

    @Test
    void digestsFollowWhenAnEditMakesAColumnExactAndBack() {
        String largest = "SELECT k, max(x) AS x FROM orders GROUP BY k";
        shop.model("daily", SUM).model("reader", "SELECT x FROM daily").apply();
        Digest withoutSums = table("daily").digest();

        shop.model("daily", largest);
        assertThat(reason("daily")).isEqualTo("its SQL or a variable in it changed; column x is exact now");
        assertThat(reason("reader")).isEqualTo("column x is exact now; daily may change");
        shop.apply();

        assertThat(inexact("daily")).isEmpty();
        assertThat(inexact("reader")).isEmpty();
        assertThat(table("daily").digest()).isNotEqualTo(withoutSums);
        assertAllEqual();

        shop.model("daily", SUM).apply();

        assertThat(inexact("daily")).containsExactly("x");
        assertThat(inexact("reader")).containsExactly("x");
        assertThat(table("daily").digest()).isEqualTo(withoutSums);
        assertAllEqual();
    }

    @Test
    void orderedSumsAreExactAndSwitchingThatRunsTheModel() {
        shop.model("daily", SUM)
                .model("reader", "SELECT k, x / 2 AS x FROM daily")
                .apply();

        shop.model("daily", ORDERED);
        assertThat(reason("daily")).isEqualTo("its floating sums are ordered now; column x is exact now");
        ApplyResult result = shop.apply();

        assertThat(result.models())
                .extracting(ApplyResult.ModelResult::change)
                .containsExactly("logic changed", "definition changed");
        assertThat(inexact("daily")).isEmpty();
        assertThat(inexact("reader")).isEmpty();
        assertThat(shop.plan().isPending()).isFalse();
        assertAllEqual();
        load(2);
        shop.apply();
        assertAllEqual();

        shop.model("daily", SUM);
        assertThat(reason("daily")).isEqualTo("its floating sums are not ordered any more; column x is inexact now");
        shop.apply();
        assertThat(inexact("reader")).containsExactly("x");
        assertAllEqual();
    }

    @Test
    void orderedSumsDependOnNoOrderOfStorage() {
        shop.model("daily", ORDERED).apply();
        Digest first = table("daily").digest();

        load(2);
        shop.apply();
        load(3);
        shop.apply();
        load(1);
        shop.apply();

        assertThat(table("daily").digest()).isEqualTo(first);
        assertAllEqual();
    }

    @Test
    void aReaderThatWasNotSelectedFollowsLater() {
        shop.model("daily", SUM).model("reader", "SELECT x FROM daily").apply();
        shop.model("daily", ORDERED);

        shop.apply(new PlanOptions(Optional.of("daily"), Optional.empty(), Set.of(), Set.of()));
        assertThat(inexact("reader")).containsExactly("x");
        assertAllEqual();
        shop.apply();

        assertThat(inexact("reader")).isEmpty();
        assertAllEqual();
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void formattingAnOrderedModelIsNoEdit() {
        shop.model("daily", ORDERED).apply();

        shop.model("daily", "/*---\nfloat: ordered\n---*/\nSELECT o.k, sum(o.x) AS x FROM orders o GROUP BY 1");

        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void rowsThatAnInexactValueDecidesAreWarnedOfOnce() {
        shop.model("large", SUM + " HAVING sum(x) > 1");
        String warned =
                "Cannot promise the same rows of model large at every computation: an inexact value decides which rows "
                        + "there are: sum of floating values";

        assertThat(warnings()).containsExactly(warned);
        load(2);
        assertThat(warnings()).isEmpty();
        shop.model("large", ORDERED + " HAVING sum(x) > 1");
        assertThat(warnings()).isEmpty();
        assertThat(inexact("large")).isEmpty();
    }

    @Test
    void sumsOfOpaqueModelsAndOfViewsAreNotOrdered() {
        shop.model("numbered", ORDERED.replace(" GROUP", " WHERE NOT " + OPAQUE + " GROUP"));
        assertThat(warnings()).singleElement().asString().contains("it is opaque, because ");

        shop.model("seen", "/*---\nfloat: ordered\nmaterialized: view\n---*/\n" + SUM);
        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Cannot order the floating sums of view seen");
    }

    private void load(int seed) {
        shop.load("SELECT i AS id, i % 3 AS k, sin(i * " + seed
                + ") * 10 ** (i % 17) AS x FROM range(400) t(i) ORDER BY hash(i + " + seed + ")");
    }

    private List<String> warnings() {
        return shop.in(Progress.SILENT, workspace -> {
            new Apply(workspace).apply(ApplyRequest.ALL);
            return workspace.warnings().stream().map(Problem::message).toList();
        });
    }

    private TableMemory table(String name) {
        return shop.memory().table(name).orElseThrow();
    }

    private Set<String> inexact(String name) {
        return table(name).definition().inexact();
    }

    private String reason(String model) {
        return shop.plan().model(model).map(ModelPlan::reason).orElseThrow();
    }

    private void assertAllEqual() {
        shop.in(Progress.SILENT, workspace -> {
            Verify.Result result =
                    new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false));
            assertThat(result.isEqual()).as("%s", result).isTrue();
            return result;
        });
    }
}
