package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.problem.RefusedException;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.Confirmation;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.time.EffectiveRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    private static final String ORDERS = """
            SELECT * FROM (VALUES (1, DATE '2025-02-10', 100), (2, DATE '2025-03-05', 200)) t(id, d, amt)""";
    private static final String MORE = """
            SELECT * FROM (VALUES (1, DATE '2025-02-10', 100), (2, DATE '2025-03-05', 300), (3, DATE '2025-02-10', 50))
            t(id, d, amt)""";

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder);
        shop.model("daily", "/*---\nkey: [d]\n---*/\nSELECT d, sum(amt) AS total FROM orders GROUP BY d");
        shop.model("days", "SELECT count(*) AS n FROM daily");
    }

    @Test
    void buildsModelsInOneCommit() {
        shop.load(ORDERS);

        ApplyResult result = shop.apply();

        assertThat(result.seq()).hasValue(2);
        assertThat(result.models()).extracting(ApplyResult.ModelResult::name).containsExactly("daily", "days");
        assertThat(result.models())
                .extracting(ApplyResult.ModelResult::strategy)
                .containsOnly(Strategy.FULL);
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 100", "2025-03-05 200");
        assertThat(shop.rows("days")).containsExactly("2");
    }

    @Test
    void doesNothingTwice() {
        shop.load(ORDERS);
        shop.apply();

        ApplyResult again = shop.apply();

        assertThat(again.seq()).isEmpty();
        assertThat(shop.dataStatements()).isZero();
        assertThat(again.models()).extracting(ApplyResult.ModelResult::strategy).containsOnly(Strategy.NONE);
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void recordsOnlyWhatDiffersAndStopsWhereNothingDoes() {
        shop.load(ORDERS);
        shop.apply();
        shop.load(MORE);

        ApplyResult result = shop.apply();

        assertThat(shop.rows("daily")).containsExactly("2025-02-10 150", "2025-03-05 300");
        assertThat(model(result, "daily").added()).isEqualTo(2);
        assertThat(model(result, "daily").retracted()).isEqualTo(2);
        assertThat(model(result, "days").added()).isZero();
        assertThat(shop.plan().isPending()).isFalse();

        shop.model("big", "SELECT * FROM daily WHERE total > 1000");
        shop.model("bigger", "SELECT count(*) AS n FROM big");
        shop.apply();
        shop.load(ORDERS);
        ApplyResult third = shop.apply();
        assertThat(model(third, "big").strategy()).isEqualTo(Strategy.FULL);
        assertThat(model(third, "bigger").strategy()).isEqualTo(Strategy.NONE);
        assertThat(model(third, "bigger").reason()).isEqualTo("nothing that it reads changed");
        assertThat(shop.plan().isPending()).isFalse();
    }

    /** Most rows of a head are updated, by a diff that has them in another order. */
    @Test
    void updatesManyRowsWhateverTheirOrder() {
        String rows =
                "SELECT i AS id, DATE '2025-02-10' AS d, %d * i AS amt FROM range(30000) r(i) WHERE i %% %d <> 7 ORDER BY hash(i, %d)";
        shop.model("kept", "/*---\nkey: [id]\n---*/\nSELECT id, amt FROM orders ORDER BY hash(id)");
        for (int i = 1; i <= 3; i++) {
            shop.load(rows.formatted(i, 100 * i, i));
            shop.apply();
            assertThat(shop.verify(Optional.empty(), false)).allMatch(Verify.Table::isEqual);
        }
        assertThat(shop.rows("kept"))
                .hasSize(29_900)
                .contains("6 18", "107 321")
                .doesNotContain("7 21");
    }

    @Test
    void followsAnEditOfTheText() {
        shop.load(ORDERS);
        shop.apply();
        shop.model(
                "daily", "/*---\nkey: [d]\n---*/\nSELECT d, sum(amt) * 2 AS total, 'x' AS note FROM orders GROUP BY d");

        assertThat(change(shop.plan(), "daily"))
                .isEqualTo(new Change.LogicChanged(
                        "its SQL or a variable in it changed", List.of(EffectiveRange.ALWAYS), List.of()));
        shop.apply();

        assertThat(shop.rows("daily")).containsExactly("2025-02-10 200 x", "2025-03-05 400 x");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void ignoresAnEditThatMeansTheSame() {
        shop.load(ORDERS);
        shop.apply();
        shop.model("daily", "/*---\nkey: [d]\n---*/\nselect d, sum(amt) as total\n  from orders group by d -- done");

        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void restatesOnlyWithLeave() {
        shop.model("daily", "/*---\nkey: [d]\neffective: d\n---*/\nSELECT d, sum(amt) AS total FROM orders GROUP BY d");
        shop.load(ORDERS);
        shop.apply();
        shop.model(
                "daily",
                "/*---\nkey: [d]\neffective: d\n---*/\nSELECT d, sum(amt) + 1 AS total FROM orders GROUP BY d");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("apply --restate daily");
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of("daily"), Set.of()));

        assertThat(shop.rows("daily")).containsExactly("2025-02-10 101", "2025-03-05 201");
    }

    @Test
    void inlinesViewsAndFollowsWhatTheyRead() {
        shop.model("clean", "/*---\nmaterialized: view\n---*/\nSELECT * FROM orders WHERE amt > 100");
        shop.model("daily", "SELECT d, sum(amt) AS total FROM clean GROUP BY d");
        shop.load(ORDERS);
        shop.apply();
        assertThat(shop.rows("daily")).containsExactly("2025-03-05 200");
        assertThat(shop.plan().isPending()).isFalse();

        shop.load(MORE);
        assertThat(change(shop.plan(), "daily").reason()).contains("orders (through clean) changed in #3");
        shop.apply();

        assertThat(shop.rows("daily")).containsExactly("2025-03-05 300");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void switchesBetweenTableAndView() {
        shop.load(ORDERS);
        shop.apply();
        shop.model("daily", "/*---\nmaterialized: view\n---*/\nSELECT d, sum(amt) AS total FROM orders GROUP BY d");
        ApplyResult result = shop.apply();
        assertThat(model(result, "daily").retracted()).isEqualTo(2);
        assertThat(shop.memory().table("daily").orElseThrow().isView()).isTrue();
        assertThat(shop.plan().isPending()).isFalse();

        shop.load(MORE);
        shop.apply();
        shop.model("daily", "SELECT d, sum(amt) AS total FROM orders GROUP BY d");
        shop.apply();

        assertThat(shop.rows("daily")).containsExactly("2025-02-10 150", "2025-03-05 300");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void keepsAVanishedModelUntilItIsDropped() {
        shop.load(ORDERS);
        shop.apply();
        shop.delete("models/days.sql");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("apply --drop days");
        PlanOptions drop = new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of("days"));
        ApplyResult result = shop.apply(drop);
        assertThat(model(result, "days").published()).isTrue();
        assertThat(shop.memory().table("days")).isEmpty();

        shop.model("days", "SELECT count(*) AS n FROM daily WHERE total > 100");
        shop.apply();
        assertThat(shop.rows("days")).containsExactly("1");
    }

    @Test
    void aRenamedModelKeepsItsRows() {
        shop.load(ORDERS);
        shop.apply();
        int id = shop.memory().table("daily").orElseThrow().id();
        shop.delete("models/daily.sql").delete("models/days.sql");
        shop.model("per_day", "/*---\nkey: [d]\nwas: daily\n---*/\nSELECT d, sum(amt) AS total FROM orders GROUP BY d");
        shop.model("days", "SELECT count(*) AS n FROM per_day");

        ApplyResult result = shop.apply();

        assertThat(model(result, "per_day").change()).isEqualTo("renamed");
        assertThat(model(result, "per_day").strategy()).isEqualTo(Strategy.NONE);
        assertThat(shop.memory().table("per_day").orElseThrow().id()).isEqualTo(id);
        assertThat(shop.rows("per_day")).containsExactly("2025-02-10 100", "2025-03-05 200");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void publishesNothingWhenAKeyIsNotUnique() {
        shop.load("SELECT * FROM (VALUES (1, DATE '2025-02-10', 100), (2, NULL, 5)) t(id, d, amt)");
        shop.model(
                "daily",
                "/*---\nkey: [d]\n---*/\nSELECT d, amt AS total FROM orders UNION ALL SELECT d, 0 FROM orders");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Cannot publish daily: 2 rows with NULL in the key [d]: (d=NULL, total=")
                .hasMessageContaining("1 value of the key [d] in more than one row: (d=2025-02-10, number of rows=2)");
        assertThat(shop.memory().seq()).isEqualTo(1);
    }

    @Test
    void publishesNothingWhenATestFails() {
        shop.load(ORDERS);
        shop.test("no_large", "SELECT * FROM daily WHERE total > 150");
        shop.test("no_small", "/*---\nseverity: warn\n---*/\nSELECT * FROM daily WHERE total < 150");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test no_large finds 1 row: (d=2025-03-05, total=200)");
        assertThat(shop.memory().seq()).isEqualTo(1);
    }

    @Test
    void checksColumnsAsDeclared() {
        shop.load(ORDERS);
        shop.model("kinds", """
                /*---
                columns:
                  kind: {tests: [not_null, {accepted_values: [small, large]}]}
                  id: {tests: [unique, {relationships: {to: daily, field: total}}]}
                ---*/
                SELECT id, CASE WHEN amt > 150 THEN 'huge' END AS kind FROM orders UNION ALL SELECT 1, 'small'""");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test not_null of kinds.kind finds 1 row: (id=1, kind=NULL)")
                .hasMessageContaining("test accepted_values of kinds.kind finds 1 value: (kind=huge, number of rows=1)")
                .hasMessageContaining("test unique of kinds.id finds 1 value: (id=1, number of rows=2)");
    }

    @Test
    void publishesWhatPassesWhenAsked() {
        shop.load(ORDERS);
        shop.model("other", "SELECT max(amt) AS top FROM orders");
        shop.test("no_large", "SELECT * FROM daily WHERE total > 150");

        ApplyResult result = shop.apply(new ApplyRequest(PlanOptions.ALL, true, "", Confirmation.NOBODY));

        assertThat(result.failures()).hasSize(1);
        assertThat(model(result, "daily").published()).isFalse();
        assertThat(model(result, "days").published()).isFalse();
        assertThat(model(result, "other").published()).isTrue();
        assertThat(shop.memory().table("daily")).isEmpty();
        assertThat(shop.rows("other")).containsExactly("200");
    }

    @Test
    void tellsAllErrorsOfAllModelsAtOnce() {
        shop.load(ORDERS);
        shop.model("daily", "/*---\nkey: [day]\n---*/\nSELECT d, sum(amt) AS total FROM orders GROUP BY d");
        shop.model("broken", "SELECT amount FROM orders");
        shop.model("reader", "SELECT * FROM broken");

        assertThatThrownBy(() -> shop.apply()).isInstanceOfSatisfying(InvalidException.class, failure -> {
            assertThat(failure.problems()).hasSize(2);
            assertThat(failure.getMessage()).contains("models/broken.sql:1:8").contains("models/daily.sql:2");
        });
    }

    @Test
    void saysWhichSourceWasNeverLoaded() {
        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Cannot read source orders: it has never been loaded")
                .hasMessageContaining("hindsight load orders FILE");
    }

    @Test
    void computesOnceMoreWhenALoadComesBetween() {
        shop.load(ORDERS);
        AtomicBoolean loaded = new AtomicBoolean();
        shop.onStep(new Progress() {
            @Override
            public void step(String what) {
                if (what.equals("publish") && loaded.compareAndSet(false, true)) {
                    shop.load(MORE);
                }
            }

            @Override
            public void done(long units, long of) {}
        });

        ApplyResult result = shop.apply();

        assertThat(result.seq()).hasValue(3);
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 150", "2025-03-05 300");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void asksBeforeMuchChanges() {
        shop.load(ORDERS);
        shop.apply();
        shop.load(MORE);
        List<String> asked = new java.util.ArrayList<>();

        assertThatThrownBy(() -> shop.apply(new ApplyRequest(PlanOptions.ALL, false, "", question -> {
                    asked.add(question);
                    return Confirmation.Answer.NO;
                })))
                .isInstanceOf(RefusedException.class);

        assertThat(asked).containsExactly("Go on: this changes 100 % of daily: 2 of 2 rows?");
        assertThat(shop.memory().seq()).isEqualTo(3);
    }

    @Test
    void needsConsentOnAProtectedBranch() {
        shop.settings("protect: [main]\nsources: {orders: {key: [id], load: upsert}}");
        shop.load(ORDERS);

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("--yes");
        shop.apply(new ApplyRequest(PlanOptions.ALL, false, "", Confirmation.GIVEN));

        assertThat(shop.rows("days")).containsExactly("2");
    }

    @Test
    void appliesASelection() {
        shop.load(ORDERS);
        shop.model("other", "SELECT max(amt) AS top FROM orders");

        ApplyResult result = shop.apply(new PlanOptions(Optional.of("daily"), Optional.empty(), Set.of(), Set.of()));

        assertThat(result.models()).extracting(ApplyResult.ModelResult::name).containsExactly("daily");
        assertThat(shop.plan().pending()).extracting(ModelPlan::name).containsExactly("days", "other");
    }

    @Test
    void takesTheKeyOfASourceIntoUse() {
        shop.settings("sources: {orders: {load: append}}");
        shop.load("orders", List.of(), ORDERS);
        shop.apply();
        shop.settings("sources: {orders: {key: [id], load: upsert}}");

        assertThat(shop.apply().seq()).isPresent();

        assertThat(shop.memory().table("orders").orElseThrow().definition().key())
                .containsExactly("id");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void refusesAKeyThatTheRowsDoNotHave() {
        shop.settings("sources: {orders: {load: append}}");
        shop.load("orders", List.of(), ORDERS + " UNION ALL SELECT 1, DATE '2025-01-01', 7");
        shop.settings("sources: {orders: {key: [id], load: upsert}}");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Cannot define orders: 1 value of the key [id] in more than one row");
    }

    @Test
    void tellsWhichModelDoesNotCompute() {
        shop.load(ORDERS);
        shop.model(
                "daily", "/*---\nkey: [d]\n---*/\n-- sums\nSELECT d, CAST('x' || amt AS INTEGER) AS total FROM orders");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("models/daily.sql:5: Cannot compute daily: ")
                .hasMessageContaining("x100");
    }

    private static ApplyResult.ModelResult model(ApplyResult result, String name) {
        return result.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Change change(Plan plan, String model) {
        return plan.model(model).orElseThrow().change();
    }
}
