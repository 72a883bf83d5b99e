package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.Commit;
import hindsight.history.CommitKind;
import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.Failure;
import hindsight.problem.UsageException;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.Merge;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.ReversalResult;
import hindsight.run.Undo;
import hindsight.run.Verify;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened on a branch comes to another one, once, and what both changed is not lost. */
class MergeTest {
    private static final String SETTINGS = "/*---\nkey: [d]\neffective: d\n---*/\n";

    @TempDir
    Path folder;

    private ShopFolder shop;
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder).settings("sources: {orders: {key: [id]}, events: {load: append}}");
        shop.load(orders("(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 200)"));
        shop.model("daily", SETTINGS + daily("0.10"));
        shop.apply();
        branch("b");
    }

    private static String daily(String rate) {
        return "SELECT d, sum(amt) * " + rate + " AS tax FROM orders GROUP BY d\n";
    }

    private static String orders(String... rows) {
        return "SELECT id, d, amt::DECIMAL(12,2) AS amt FROM (VALUES " + String.join(", ", rows) + ") t(id, d, amt)";
    }

    private void branch(String name) {
        shop.in(Progress.SILENT, workspace -> new Branches(workspace).make(name, new Position.Head()));
    }

    private Merge.Result result(String branch, ConflictPolicy policy, boolean rehearsal) {
        steps.clear();
        return shop.in(
                new Progress() {
                    @Override
                    public void step(String what) {
                        steps.add(what);
                    }

                    @Override
                    public void done(long units, long of) {}
                },
                workspace ->
                        new Merge(workspace).run(new Merge.Request(branch, policy, rehearsal, "", Confirmation.GIVEN)));
    }

    private ReversalResult merge(String branch, ConflictPolicy policy) {
        return result(branch, policy, false).reversal();
    }

    private long merge(String branch) {
        ReversalResult result = merge(branch, ConflictPolicy.FAIL);
        assertThat(result.conflicts()).isEmpty();
        return result.seq().orElseThrow();
    }

    private void assertNothingToMerge(String branch) {
        assertThat(result(branch, ConflictPolicy.FAIL, false).upToDate()).isTrue();
    }

    private PlanOptions restating(String... models) {
        return new PlanOptions(Optional.empty(), Optional.empty(), Set.of(models), Set.of());
    }

    /** Nothing is pending, and all is as it would be computed. */
    private void assertSound() {
        assertThat(shop.plan().pending()).isEmpty();
        assertThat(shop.verify(Optional.empty(), false)).allMatch(Verify.Table::isEqual);
    }

    private Memory memory(String branch) {
        return shop.on(branch).memory();
    }

    private static String digest(Memory memory, String table) {
        TableMemory found = memory.table(table).orElseThrow();
        return found.rows() + " " + found.digest();
    }

    @Test
    void whatABranchBecameIsCarriedOverWithoutComputingIt() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 100)", "(3, DATE '2025-03-05', 50)"));
        shop.model("daily", SETTINGS + daily("0.20")).apply(restating("daily"));
        Memory there = shop.memory();

        shop.on("main");
        long seq = merge("b");

        assertThat(steps).containsExactly("publish");

        Memory here = memory("main");
        assertThat(digest(here, "orders")).isEqualTo(digest(there, "orders"));
        assertThat(digest(here, "daily")).isEqualTo(digest(there, "daily"));
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 20.0000", "2025-03-05 10.0000");
        assertSound();
        Commit commit = shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> store.commit(seq).orElseThrow()));
        assertThat(commit.kind()).isEqualTo(CommitKind.MERGE);
        assertThat(commit.mergeParent()).hasValue(there.seq());
        assertNothingToMerge("b");
    }

    @Test
    void bothSidesMovedAndModelsFollow() {
        shop.on("b")
                .load(orders(
                        "(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 200)", "(3, DATE '2025-03-05', 50)"));
        shop.apply();
        shop.on("main").load(orders("(1, DATE '2025-02-10', 110)", "(2, DATE '2025-03-05', 200)"));
        shop.apply();

        merge("b");

        assertThat(shop.rows("orders"))
                .containsExactly("1 2025-02-10 110.00", "2 2025-03-05 200.00", "3 2025-03-05 50.00");
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 11.0000", "2025-03-05 25.0000");
        assertSound();
    }

    @Test
    void differentColumnsOfARowAreNoConflict() {
        shop.on("b").load(orders("(1, DATE '2025-02-11', 100)", "(2, DATE '2025-03-05', 200)"));
        shop.on("main").load(orders("(1, DATE '2025-02-10', 110)", "(2, DATE '2025-03-05', 200)"));
        merge("b");
        assertThat(shop.rows("orders")).containsExactly("1 2025-02-11 110.00", "2 2025-03-05 200.00");
    }

    @Test
    void aMergedBranchThatGoesOnBringsOnlyWhatIsNew() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 300)"));
        shop.on("main").load("events", List.of(), "SELECT 1 AS n");
        merge("b");
        shop.load(orders("(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 400)"));
        shop.on("b").load(orders("(1, DATE '2025-02-10', 150)", "(2, DATE '2025-03-05', 300)"));

        shop.on("main");
        merge("b");

        assertThat(shop.rows("orders")).containsExactly("1 2025-02-10 150.00", "2 2025-03-05 400.00");
        assertNothingToMerge("b");
    }

    @Test
    void catchingUpAndMergingBackBringsNothingTwice() {
        shop.on("main").load("events", List.of(), "SELECT unnest([1, 1, 2]) AS n");
        shop.on("b").load(orders("(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 300)"));
        merge("main");
        assertThat(shop.rows("events")).containsExactly("1", "1", "2");
        shop.load("events", List.of(), "SELECT unnest([1, 1, 2, 3]) AS n");

        shop.on("main").load(orders("(1, DATE '2025-02-10', 150)", "(2, DATE '2025-03-05', 200)"));
        merge("b");

        assertThat(shop.rows("events")).containsExactly("1", "1", "2", "3");
        assertThat(shop.rows("orders")).containsExactly("1 2025-02-10 150.00", "2 2025-03-05 300.00");
        assertSound();
        shop.on("b");
        merge("main");
        assertThat(shop.rows("events")).containsExactly("1", "1", "2", "3");
        assertNothingToMerge("main");
        assertThat(digest(memory("b"), "events")).isEqualTo(digest(memory("main"), "events"));
    }

    @Test
    void anUndoneMergeIsNotMergedAgain() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 300)"));
        shop.apply();
        String before = digest(memory("main"), "daily");
        long seq = merge("b");
        shop.in(
                Progress.SILENT,
                workspace -> new Undo(workspace)
                        .run(new Undo.Request(
                                new Position.Version(seq), ConflictPolicy.FAIL, false, "", Confirmation.GIVEN)));
        assertThat(digest(memory("main"), "daily")).isEqualTo(before);
        assertNothingToMerge("b");
        assertSound();
    }

    @Test
    void whatBothChangedIsAConflictUntilOneIsChosen() {
        shop.on("b")
                .load(orders("(1, DATE '2025-02-10', 1)", "(2, DATE '2025-03-05', 200)", "(3, DATE '2025-03-06', 7)"));
        shop.on("main").load(orders("(1, DATE '2025-02-10', 2)", "(2, DATE '2025-03-05', 200)"));
        long head = shop.memory().seq();

        ReversalResult refused = merge("b", ConflictPolicy.FAIL);

        assertThat(refused.blocked()).isTrue();
        assertThat(shop.memory().seq()).isEqualTo(head);
        assertThat(refused.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.table()).isEqualTo("orders");
            assertThat(conflict.key()).hasToString("{id=1}");
            assertThat(conflict.column()).contains("amt");
            assertThat(List.of(conflict.base(), conflict.ours(), conflict.theirs()))
                    .hasToString("[100.00, 2.00, 1.00]");
            assertThat(conflict.reason()).isEqualTo("both changed it");
        });
        merge("b", ConflictPolicy.KEEP_LATER);
        assertThat(shop.rows("orders"))
                .containsExactly("1 2025-02-10 2.00", "2 2025-03-05 200.00", "3 2025-03-06 7.00");
        assertNothingToMerge("b");
    }

    @Test
    void aConflictThatIsKeptDoesNotComeAgain() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 1)", "(2, DATE '2025-03-05', 200)"));
        shop.on("main").load(orders("(1, DATE '2025-02-10', 2)", "(2, DATE '2025-03-05', 200)"));
        assertThat(merge("b", ConflictPolicy.KEEP_LATER).seq()).isPresent();
        assertThat(shop.rows("orders")).containsExactly("1 2025-02-10 2.00", "2 2025-03-05 200.00");
        assertNothingToMerge("b");
    }

    @Test
    void aConflictThatIsForcedBecomesWhatItIsThere() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 1)", "(2, DATE '2025-03-05', 200)"));
        shop.on("main").load(orders("(1, DATE '2025-02-10', 2)", "(2, DATE '2025-03-05', 200)"));
        assertThat(merge("b", ConflictPolicy.FORCE).conflicts()).hasSize(1);
        assertThat(shop.rows("orders")).containsExactly("1 2025-02-10 1.00", "2 2025-03-05 200.00");
    }

    @Test
    void logicOfBothIsMergedByTime() {
        shop.on("b").model("daily", SETTINGS + daily("0.10") + "-- since: 2025-03-01\n" + daily("0.30"));
        shop.apply();
        shop.on("main")
                .model("daily", SETTINGS + daily("0.10") + "-- since: 2025-02-01 until: 2025-02-20\n" + daily("0.20"));
        shop.apply();

        merge("b");

        assertThat(shop.rows("daily")).containsExactly("2025-02-10 20.0000", "2025-03-05 60.0000");
        shop.model(
                "daily",
                SETTINGS + daily("0.10") + "-- since: 2025-03-01\n" + daily("0.30")
                        + "-- since: 2025-02-01 until: 2025-02-20\n" + daily("0.20"));
        assertSound();
    }

    @Test
    void logicThatBothEditedIsAConflict() {
        shop.on("b").model("daily", SETTINGS + daily("0.30")).apply(restating("daily"));
        shop.on("main").model("daily", SETTINGS + daily("0.20")).apply(restating("daily"));
        ReversalResult refused = merge("b", ConflictPolicy.FAIL);
        assertThat(refused.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.table()).isEqualTo("daily");
            assertThat(conflict.reason()).isEqualTo("both changed its logic");
            assertThat(String.valueOf(conflict.theirs())).contains("0.30");
        });
        merge("b", ConflictPolicy.FORCE);
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 30.0000", "2025-03-05 60.0000");
        shop.model("daily", SETTINGS + daily("0.30"));
        assertSound();
    }

    @Test
    void theSameModelMadeOnBothIsOne() {
        shop.on("b").model("sums", "SELECT sum(amt) AS total FROM orders").apply();
        shop.on("main").model("sums", "SELECT  sum(amt) AS total\nFROM orders").apply();
        ReversalResult same = merge("b", ConflictPolicy.FAIL);
        assertThat(same.conflicts()).isEmpty();
        shop.on("b").model("sums", "SELECT max(amt) AS total FROM orders").apply(restating("sums"));
        shop.on("main");
        merge("b");
        assertThat(shop.rows("sums")).containsExactly("200.00");
        assertSound();
    }

    @Test
    void modelsAreMadeAndDroppedAndRead() {
        shop.on("b").model("top", "SELECT max(tax) AS tax FROM daily").apply();
        shop.on("main").load(orders("(1, DATE '2025-02-10', 900)", "(2, DATE '2025-03-05', 200)"));
        shop.apply(new PlanOptions(Optional.of("daily"), Optional.empty(), Set.of(), Set.of()));
        merge("b");
        assertThat(shop.rows("top")).containsExactly("90.0000");
        assertSound();

        shop.on("b").delete("models/top.sql");
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of("top")));
        shop.on("main").load(orders("(1, DATE '2025-02-10', 800)", "(2, DATE '2025-03-05', 200)"));
        merge("b");
        assertThat(shop.memory().table("top")).isEmpty();
        assertSound();
    }

    @Test
    void aModelThatWasDroppedThereAndEditedHereIsAConflict() {
        shop.on("b").delete("models/daily.sql");
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of("daily")));
        shop.on("main").model("daily", SETTINGS + daily("0.30")).apply(restating("daily"));
        assertThat(merge("b", ConflictPolicy.FAIL).conflicts())
                .extracting(Conflict::reason)
                .containsExactly("it was changed here and dropped there");
    }

    @Test
    void aNewSourceComesWithItsRows() {
        shop.on("b").load("events", List.of(), "SELECT unnest([1, 1, 2]) AS n");
        shop.model("many", "SELECT n, count(*) AS c FROM events GROUP BY n").apply();
        shop.on("main").load(orders("(1, DATE '2025-02-10', 900)", "(2, DATE '2025-03-05', 200)"));
        merge("b");
        assertThat(shop.rows("events")).containsExactly("1", "1", "2");
        assertThat(shop.rows("many")).containsExactly("1 2", "2 1");
        assertSound();
        shop.on("b").load("events", List.of(), "SELECT unnest([1, 2]) AS n");
        shop.on("main").load("events", List.of(), "SELECT unnest([1, 1, 2, 3]) AS n");
        merge("b");
        assertThat(shop.rows("events")).containsExactly("1", "2", "3");
        assertSound();
    }

    @Test
    void sourcesThatWereMadeApartAreMergedByName() {
        shop.on("b").load("extra", List.of("k"), "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t(k, v)");
        shop.on("main").load("extra", List.of("k"), "SELECT * FROM (VALUES (2, 'b'), (3, 'c')) t(k, v)");
        merge("b");
        assertThat(shop.rows("extra")).containsExactly("1 a", "2 b", "3 c");
        shop.on("b").load("extra", List.of("k"), "SELECT * FROM (VALUES (1, 'x')) t(k, v)");
        shop.on("main");
        merge("b");
        assertThat(shop.rows("extra")).containsExactly("1 x", "3 c");
    }

    @Test
    void columnsOfBothAreThereAndAsWideAsEither() {
        shop.on("b")
                .load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(14,3) AS amt, 'x' AS note"
                        + " UNION ALL SELECT 2, DATE '2025-03-05', 200.125, NULL");
        shop.apply();
        shop.on("main")
                .load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(12,2) AS amt, TRUE AS paid"
                        + " UNION ALL SELECT 2, DATE '2025-03-05', 200, false");
        shop.apply();
        merge("b");
        assertThat(shop.rows("orders"))
                .containsExactly("1 2025-02-10 100.000 true x", "2 2025-03-05 200.125 false null");
        assertSound();
        shop.on("b");
        merge("main");
        assertThat(digest(memory("b"), "orders")).isEqualTo(digest(memory("main"), "orders"));
        assertSound();
        shop.on("b")
                .load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(14,3) AS amt, 'y' AS note, TRUE AS paid");
        shop.on("main");
        merge("b");
        assertThat(shop.rows("orders")).containsExactly("1 2025-02-10 100.000 true y");
    }

    @Test
    void aBranchReadsWhatMainLoggedOnlyInColumnsThatItHas() {
        String wide = "SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(14,2) AS amt";
        shop.on("main").load(wide);
        shop.load(wide + " UNION ALL SELECT 2, DATE '2025-03-05', 200");
        shop.on("b").load(wide + " UNION ALL SELECT 2, DATE '2025-03-05', 200");
        merge("main");
        shop.on("main");
        merge("b");
        assertThat(shop.on("b").rows("orders")).containsExactly("1 2025-02-10 100.00", "2 2025-03-05 200.00");
    }

    @Test
    void typesThatNothingHoldsAreRefused() {
        shop.on("b").load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(12,2) AS amt, 'x' AS note");
        shop.on("main").load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(12,2) AS amt, 5 AS note");
        assertThatThrownBy(() -> merge("b", ConflictPolicy.FORCE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("orders.note: it is INTEGER here and VARCHAR there");
    }

    @Test
    void viewsFollow() {
        shop.on("b")
                .model("big", "/*---\nmaterialized: view\n---*/\nSELECT * FROM daily WHERE tax > 15")
                .apply();
        shop.on("main");
        merge("b");
        assertThat(shop.memory().table("big")).isPresent();
        assertSound();
        shop.on("b").load(orders("(1, DATE '2025-02-10', 500)", "(2, DATE '2025-03-05', 200)"));
        shop.apply();
        shop.model("big", "SELECT * FROM daily WHERE tax > 15").apply();
        shop.on("main");
        merge("b");
        assertThat(shop.rows("big")).hasSize(2);
        assertSound();
    }

    @Test
    void aPendingLoadOfABranchIsFollowedHere() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 500)", "(2, DATE '2025-03-05', 200)"));
        shop.on("main");
        merge("b");
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 50.0000", "2025-03-05 20.0000");
        assertSound();
    }

    @Test
    void aRehearsalPublishesNothing() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 500)", "(2, DATE '2025-03-05', 200)"));
        shop.on("main");
        long head = shop.memory().seq();
        ReversalResult rehearsed = result("b", ConflictPolicy.FAIL, true).reversal();
        assertThat(rehearsed.seq()).isEmpty();
        assertThat(rehearsed.tables()).extracting(ReversalResult.Table::name).containsExactly("orders", "daily");
        assertThat(shop.memory().seq()).isEqualTo(head);
    }

    @Test
    void whatComesInBetweenIsMergedWith() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 500)", "(2, DATE '2025-03-05', 200)"));
        shop.apply();
        shop.on("main");
        List<Long> between = new ArrayList<>();
        long seq = shop.in(
                        new Progress() {
                            @Override
                            public void step(String what) {
                                if (what.equals("publish") && between.isEmpty()) {
                                    between.add(shop.load(
                                            orders("(1, DATE '2025-02-10', 100)", "(2, DATE '2025-03-05', 300)")));
                                }
                            }

                            @Override
                            public void done(long units, long of) {}
                        },
                        workspace -> new Merge(workspace)
                                .run(new Merge.Request("b", ConflictPolicy.FAIL, false, "", Confirmation.GIVEN)))
                .reversal()
                .seq()
                .orElseThrow();
        assertThat(between).singleElement().satisfies(load -> assertThat(load).isLessThan(seq));
        assertThat(shop.rows("orders")).containsExactly("1 2025-02-10 500.00", "2 2025-03-05 300.00");
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 50.0000", "2025-03-05 30.0000");
        assertSound();
    }

    @Test
    void anEditThatIsNotAppliedStaysPending() {
        shop.on("b").load(orders("(1, DATE '2025-02-10', 500)", "(2, DATE '2025-03-05', 200)"));
        shop.on("main").model("daily", SETTINGS + daily("0.30"));
        merge("b");
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 50.0000", "2025-03-05 20.0000");
        assertThat(shop.plan().pending()).isNotEmpty();
        shop.apply(restating("daily"));
        assertThat(shop.rows("daily")).containsExactly("2025-02-10 150.0000", "2025-03-05 60.0000");
        assertSound();
    }

    @Test
    void whatCannotBeMergedSaysSo() {
        shop.on("main");
        assertThatThrownBy(() -> merge("main", ConflictPolicy.FAIL))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("it is the branch that is worked on");
        assertThatThrownBy(() -> merge("c", ConflictPolicy.FAIL)).hasMessageContaining("'c'");
        shop.in(Progress.SILENT, workspace -> {
            new Branches(workspace).delete("b");
            return true;
        });
        assertThatThrownBy(() -> merge("b", ConflictPolicy.FAIL)).hasMessageContaining("it was deleted");
    }
}
