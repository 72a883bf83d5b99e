package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import hindsight.plan.ModelPlan;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.Confirmation;
import hindsight.run.DataTests;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock, views that are behind, tests of every kind, and columns that change below a model. */
class ApplyCasesTest {
    private static final String ORDERS = "SELECT * FROM (VALUES (1, 100), (2, 200)) t(id, amt)";
    private static final String MORE = "SELECT * FROM (VALUES (1, 100), (2, 200), (3, 300)) t(id, amt)";
    private static final String REQUIRED = "/*---\nincremental: required\n---*/\n";
    private static final Instant MORNING = Instant.parse("2025-03-01T08:00:00Z");

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder);
    }

    @Test
    void followsTheDateWhenADayHasPassed() {
        shop.model("today", "SELECT current_date AS d");
        shop.at(MORNING).apply();

        assertThat(shop.at(MORNING.plusSeconds(3600)).apply().seq()).isEmpty();
        assertThat(shop.at(MORNING.plusSeconds(86_400)).apply().seq()).isPresent();

        assertThat(shop.rows("today")).containsExactly("2025-03-02");
    }

    @Test
    void commitsNothingForATimeThatMakesNoDifference() {
        shop.model("early", "SELECT now() < TIMESTAMPTZ '2030-01-01 00:00:00+00' AS early");
        shop.at(MORNING).apply();

        ApplyResult result = shop.at(MORNING.plusSeconds(60)).apply();

        assertThat(result.models().get(0).strategy()).isEqualTo(Strategy.FULL);
        assertThat(result.seq()).isEmpty();
    }

    @Test
    void seesTheClockOfTheCommitAlsoInWhatIsMadeOfConstants() {
        shop.model("days", "SELECT current_date - 30 AS d, extract(day FROM now()) AS n, age(DATE '2025-01-01') AS a");

        shop.at(MORNING).apply();
        assertThat(shop.plan().models().get(0).goal().orElseThrow().text().opaque())
                .isEmpty();
        assertThat(shop.rows("days")).containsExactly("2025-01-30 1 2 months");
    }

    @Test
    void onlyWhatIsBetweenTheClocksChangesWithTime() {
        shop.model("recent", "SELECT id, ts FROM orders WHERE ts > now() - INTERVAL 7 DAY");
        shop.model("total", "SELECT count(*) AS n, sum(id) AS ids FROM orders WHERE ts::DATE >= current_date - 7");
        shop.load("SELECT range::INTEGER AS id, TIMESTAMPTZ '2025-02-01 00:00:00+00' + INTERVAL (range) MINUTE AS ts "
                + "FROM range(60000)");
        shop.at(MORNING).apply();

        PlanOptions delta = new PlanOptions(Optional.empty(), Optional.of(Strategy.DELTA), Set.of(), Set.of());
        ApplyResult result = shop.at(MORNING.plusSeconds(3 * 86_400)).apply(delta);

        assertThat(result.models()).allMatch(model -> model.strategy() == Strategy.DELTA);
        assertThat(shop.rows("recent")).hasSize(60_000 - 24 * 24 * 60 - 8 * 60 - 1);
        assertThat(shop.rows("total")).containsExactly("25440 1202790480");
    }

    @Test
    void failsWhereIncrementalIsRequiredAndCannotBe() {
        shop.model(
                "texts",
                "/*---\nincremental: required\n---*/\nSELECT id FROM orders WHERE id::VARCHAR COLLATE NOCASE <> 'x'");
        shop.load(ORDERS);
        shop.apply();
        shop.load(MORE);

        assertThatThrownBy(shop::apply)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Cannot apply model texts incrementally: it is opaque");

        shop.apply(new PlanOptions(Optional.empty(), Optional.of(Strategy.FULL), Set.of(), Set.of()));
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void followsWhatChangedBeforeAndInTheSameApply() {
        shop.model("doubled", "SELECT id, amt * 2 AS amt FROM orders");
        shop.model("sums", REQUIRED + "SELECT amt, count(*) AS n, sum(id) AS ids FROM doubled GROUP BY amt");
        shop.model("pairs", REQUIRED + "SELECT a.id, b.id AS other FROM doubled a JOIN doubled b ON a.amt = b.amt");
        load("(1, 10), (2, 10), (3, 30), (4, 40), (5, 50), (6, 60)");
        shop.apply();
        load("(1, 10), (2, 20), (3, 30), (4, 10), (7, 60), (8, 80), (9, 90)");
        shop.apply(new PlanOptions(Optional.of("doubled"), Optional.empty(), Set.of(), Set.of()));
        load("(1, 10), (2, 10), (3, 20), (4, 20), (5, 50), (7, 60), (9, 10)");

        assertThat(shop.plan().models().stream()
                        .filter(model -> !model.name().equals("doubled"))
                        .map(ModelPlan::strategy))
                .containsExactlyInAnyOrder(Strategy.KEYED, Strategy.DELTA);
        shop.apply();

        assertThat(shop.rows("sums")).containsExactlyInAnyOrder("20 3 12", "40 2 7", "100 1 5", "120 1 7");
        assertThat(shop.rows("pairs"))
                .containsExactlyInAnyOrder(
                        "1 1", "1 2", "1 9", "2 1", "2 2", "2 9", "9 1", "9 2", "9 9", "3 3", "3 4", "4 3", "4 4",
                        "5 5", "7 7");
    }

    private void load(String values) {
        shop.load("SELECT * FROM (VALUES " + values + ") t(id, amt)");
    }

    @Test
    void aViewThatIsBehindIsReadAsItWas() {
        shop.model("clean", "/*---\nmaterialized: view\n---*/\nSELECT id, amt FROM orders");
        shop.model("sums", "SELECT sum(amt) AS total FROM clean");
        shop.load(ORDERS);
        shop.apply();
        shop.load(MORE);
        shop.model("sums", "SELECT sum(amt) AS total, 'again' AS note FROM clean");

        shop.apply(new PlanOptions(Optional.of("sums"), Optional.empty(), Set.of(), Set.of()));
        assertThat(shop.rows("sums")).containsExactly("300 again");
        assertThat(shop.plan().pending()).hasSize(2);
        shop.apply();

        assertThat(shop.rows("sums")).containsExactly("600 again");
    }

    @Test
    void aTableThatBecomesAViewIsNotTakenForWhatItWas() {
        shop.model("clean", "SELECT id, amt FROM orders");
        shop.model("sums", "SELECT id, sum(amt) AS total FROM clean GROUP BY id");
        load("(1, 10), (2, 20), (3, 30)");
        shop.apply();
        load("(1, 10), (2, 20), (3, 40)");
        shop.model("clean", "/*---\nmaterialized: view\n---*/\nSELECT id, amt FROM orders WHERE amt > 15");

        assertThatThrownBy(() ->
                        shop.apply(new PlanOptions(Optional.empty(), Optional.of(Strategy.KEYED), Set.of(), Set.of())))
                .hasMessageContaining("clean becomes a view");
        shop.apply();

        assertThat(shop.rows("sums")).containsExactly("2 20", "3 40");
    }

    @Test
    void aRenamedModelMayBeEditedAtOnce() {
        shop.model("copy", "/*---\nkey: [id]\n---*/\nSELECT id, amt FROM orders");
        shop.load(ORDERS);
        shop.apply();
        shop.delete("models/copy.sql");
        shop.model("same", "/*---\nkey: [id]\nwas: copy\n---*/\nSELECT id, amt + id AS amt, 'x' AS note FROM orders");

        ApplyResult result = shop.apply();

        assertThat(result.models().get(0).added()).isEqualTo(2);
        assertThat(shop.rows("same")).containsExactly("1 101 x", "2 202 x");
        assertThat(shop.memory().table("copy")).isEmpty();
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void aNewColumnReachesAStarBelow() {
        shop.model("all_orders", "SELECT * FROM orders");
        shop.model("notes", "SELECT id FROM all_orders");
        shop.load(ORDERS);
        shop.apply();
        shop.load("SELECT *, 'n' AS note FROM (" + ORDERS + ")");

        shop.apply();

        assertThat(shop.rows("all_orders")).containsExactly("1 100 n", "2 200 n");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void anotherKeyAloneMakesNoReaderRun() {
        shop.model("copy", "SELECT id, amt FROM orders");
        shop.model("reader", "SELECT sum(amt) AS total FROM copy");
        shop.load(ORDERS);
        shop.apply();
        shop.model("copy", "/*---\nkey: [id]\n---*/\nSELECT id, amt FROM orders");

        ApplyResult result = shop.apply();

        assertThat(result.models())
                .extracting(ApplyResult.ModelResult::strategy)
                .containsExactly(Strategy.FULL, Strategy.NONE);
        assertThat(shop.memory().table("copy").orElseThrow().definition().key()).containsExactly("id");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void buildsOnASourceThatDeclaresItsColumnsBeforeTheFirstLoad() {
        shop.settings("sources: {orders: {key: [id], load: upsert, columns: {id: INTEGER, amt: INTEGER}}}");
        shop.model("copy", "SELECT id, amt FROM orders");
        shop.apply();
        assertThat(shop.rows("copy")).isEmpty();
        assertThat(shop.plan().isPending()).isFalse();

        shop.load(ORDERS);
        shop.apply();

        assertThat(shop.rows("copy")).containsExactly("1 100", "2 200");
    }

    @Test
    void aWarningIsToldAndHoldsNothingUp() {
        shop.load(ORDERS);
        shop.model(
                "copy",
                "/*---\ncolumns: {amt: {tests: [{accepted_values: {values: [100], severity: warn}}]}}\n---*/\nSELECT * FROM orders");

        List<Problem> told = shop.in(Progress.SILENT, workspace -> {
            new Apply(workspace).apply(ApplyRequest.ALL);
            return workspace.warnings();
        });

        assertThat(told).singleElement().satisfies(warning -> {
            assertThat(warning.isError()).isFalse();
            assertThat(warning.message()).endsWith("finds 1 value: (amt=200, number of rows=1)");
        });
        assertThat(shop.rows("copy")).hasSize(2);
    }

    @Test
    void checksRelationshipsAgainstWhatTheOtherTableBecomes() {
        shop.model("big", "SELECT id FROM orders WHERE amt > 150");
        shop.model(
                "copy",
                "/*---\ncolumns: {id: {tests: [{relationships: {to: zoo, field: id}}]}}\n---*/\nSELECT id FROM big");
        shop.model("zoo", "SELECT id FROM orders WHERE amt < 250");
        shop.load(ORDERS);
        shop.apply();
        shop.load(MORE);

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test relationships of copy.id finds 1 value: (id=3, number of rows=1)");
    }

    @Test
    void aTestOfASourceGuardsWhatIsBuiltOnIt() {
        shop.model("copy", "SELECT * FROM orders");
        shop.model("other", "SELECT 1 AS one");
        shop.test("few", "SELECT * FROM orders WHERE id > 2");
        shop.load(ORDERS);
        shop.apply();
        shop.load(MORE);
        shop.model("other", "SELECT 2 AS one");

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("test few");
        ApplyResult partial = shop.apply(new ApplyRequest(PlanOptions.ALL, true, "", Confirmation.NOBODY));

        assertThat(partial.failures()).hasSize(1);
        assertThat(shop.rows("copy")).hasSize(2);
        assertThat(shop.rows("other")).containsExactly("2");
    }

    @Test
    void aTestThatDoesNotRunSaysWhy() {
        shop.model("copy", "SELECT * FROM orders");
        shop.test("wrong", "SELECT nothing FROM copy");
        shop.load(ORDERS);

        assertThatThrownBy(() -> shop.apply())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("tests/wrong.sql")
                .hasMessageContaining("\"nothing\"");
    }

    @Test
    void testsRunOnHead() {
        shop.model("copy", "/*---\ncolumns: {id: {tests: [unique]}}\n---*/\nSELECT * FROM orders");
        shop.load(ORDERS);
        shop.apply();
        shop.test("few", "SELECT * FROM copy WHERE id > 1");
        shop.model("later", "/*---\ncolumns: {n: {tests: [not_null]}}\n---*/\nSELECT 1 AS n");

        List<DataTests.TestResult> results =
                shop.in(Progress.SILENT, workspace -> new DataTests(workspace).run(Optional.empty()));

        assertThat(results)
                .extracting(DataTests.TestResult::name, DataTests.TestResult::status, DataTests.TestResult::rows)
                .containsExactlyInAnyOrder(
                        tuple("unique of copy.id", DataTests.Status.PASSED, 0L),
                        tuple("few", DataTests.Status.FAILED, 1L),
                        tuple("not_null of later.n", DataTests.Status.SKIPPED, 0L));
    }
}
