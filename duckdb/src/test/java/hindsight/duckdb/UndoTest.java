package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.RowSet;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.plan.Change;
import hindsight.problem.Failure;
import hindsight.problem.RefusedException;
import hindsight.run.Confirmation;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.ReversalResult;
import hindsight.run.Undo;
import hindsight.run.Verify;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that is undone never happened, as far as nothing later builds on it. */
class UndoTest {
    private static final String SETTINGS = "/*---\nkey: [d]\neffective: d\n---*/\n";
    private static final String FIRST = daily("0.10");
    private static final String SECOND = "-- since: 2025-03-01\n" + daily("0.12");
    private static final String AMENDED = "-- since: 2025-02-01 until: 2025-03-01\n" + daily("0.11");
    private static final String THIRD = "-- since: 2025-03-04\n" + daily("0.20");

    @TempDir
    Path folder;

    private ShopFolder shop;
    private final Map<Integer, String> orders = new LinkedHashMap<>();
    /** The commits of each step of the story: that of the load or the deployment. */
    private final Map<Integer, Long> steps = new LinkedHashMap<>();

    private static String daily(String rate) {
        return "SELECT d, sum(amt) * " + rate + " AS tax FROM orders GROUP BY d\n";
    }

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder);
    }

    private long order(int id, String day, int amount) {
        orders.put(id, "(" + id + ", DATE '2025-" + day + "', " + amount + "::DECIMAL(12,2))");
        return load();
    }

    private long load() {
        return shop.load("SELECT * FROM (VALUES " + String.join(", ", orders.values()) + ") t(id, d, amt)");
    }

    private long deploy(String text) {
        shop.model("daily", SETTINGS + text);
        return shop.apply().seq().orElseThrow();
    }

    private void follow() {
        shop.apply();
    }

    /** Plays the worked story up to a step. */
    private void play(int last) {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        steps.put(2, deploy(FIRST));
        steps.put(3, deploy(FIRST + SECOND));
        List<Runnable> later = List.of(
                () -> steps.put(4, late()),
                () -> steps.put(5, order(2, "03-05", 300)),
                () -> steps.put(6, deploy(FIRST + SECOND + AMENDED)),
                () -> steps.put(7, order(1, "03-01", 100)),
                () -> steps.put(8, deploy(FIRST + SECOND + THIRD + AMENDED)));
        later.subList(0, last - 3).forEach(step -> {
            step.run();
            follow();
        });
    }

    private long late() {
        return order(3, "02-10", 50);
    }

    private ReversalResult undo(long commit, ConflictPolicy policy) {
        return shop.in(
                Progress.SILENT,
                workspace -> new Undo(workspace)
                        .run(new Undo.Request(new Position.Version(commit), policy, false, "", Confirmation.GIVEN))
                        .reversal());
    }

    private ReversalResult undoStep(int step, ConflictPolicy policy) {
        return undo(steps.get(step), policy);
    }

    /** Tax by day; nothing is pending, and all is as it would be computed. */
    private void expect(String... days) {
        assertThat(tax()).containsExactly(days);
        assertThat(shop.plan().isPending()).isFalse();
        assertThat(shop.apply().seq()).isEmpty();
        shop.in(
                Progress.SILENT,
                workspace -> assertThat(new Verify(workspace)
                                .run(new Verify.Request(Optional.empty(), Optional.empty(), false))
                                .tables())
                        .allMatch(table -> table.isEqual()));
    }

    private List<String> tax() {
        return shop.rows("daily").stream()
                .map(row -> row.substring(5, 10) + " " + row.substring(11).replaceAll("(\\.\\d\\d)0+$", "$1"))
                .toList();
    }

    @Test
    void anOldLoadIsTakenBackAndLaterOnesStay() {
        play(5);
        ReversalResult result = undoStep(4, ConflictPolicy.FAIL);
        assertThat(result.seq()).isPresent();
        expect("02-10 10.00", "03-05 36.00");
    }

    @Test
    void anOldLogicChangeIsTakenBackAndLaterLoadsStay() {
        play(5);
        undoStep(3, ConflictPolicy.FAIL);
        expect("02-10 15.00", "03-05 30.00");
    }

    @Test
    void aDisjointAmendmentStays() {
        play(6);
        undoStep(3, ConflictPolicy.FAIL);
        expect("02-10 16.50", "03-05 30.00");
    }

    @Test
    void whatWasSupersededIsAConflictAndCanBeKept() {
        play(8);
        ReversalResult refused = undoStep(3, ConflictPolicy.FAIL);

        assertThat(refused.seq()).isEmpty();
        assertThat(refused.blocked()).isTrue();
        assertThat(refused.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.table()).isEqualTo("daily");
            assertThat(conflict.portion()).contains(new Conflict.Portion("2025-03-04", null));
        });
        expect("02-10 5.50", "03-01 12.00", "03-05 60.00");

        undoStep(3, ConflictPolicy.KEEP_LATER);
        expect("02-10 5.50", "03-01 10.00", "03-05 60.00");
    }

    @Test
    void aGroupGoesWithItsLastRow() {
        play(8);
        undoStep(4, ConflictPolicy.FAIL);
        expect("03-01 12.00", "03-05 60.00");
    }

    @Test
    void aLaterEditOfTheSameRowIsAConflict() {
        play(5);
        order(3, "02-10", 70);
        follow();
        ReversalResult refused = undoStep(4, ConflictPolicy.FAIL);

        assertThat(refused.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.table()).isEqualTo("orders");
            assertThat(conflict.key())
                    .containsOnlyKeys("id")
                    .extractingByKey("id")
                    .hasToString("3");
            assertThat(conflict.column()).contains("amt");
            assertThat(conflict.base()).hasToString("50.00");
            assertThat(conflict.ours()).hasToString("70.00");
            assertThat(conflict.theirs()).isNull();
        });
        undoStep(4, ConflictPolicy.KEEP_LATER);
        expect("02-10 17.00", "03-05 36.00");
        undoLast(ConflictPolicy.FORCE);
    }

    private void undoLast(ConflictPolicy policy) {
        ReversalResult forced = undoStep(5, policy);
        assertThat(forced.seq()).isPresent();
        expect("02-10 17.00", "03-05 24.00");
    }

    @Test
    void aLaterEditOfAnotherColumnIsKept() {
        play(5);
        order(2, "03-06", 300);
        follow();
        expect("02-10 15.00", "03-06 36.00");

        ReversalResult result = undoStep(5, ConflictPolicy.FAIL);

        assertThat(result.conflicts()).isEmpty();
        assertThat(shop.rows("orders"))
                .containsExactly("1 2025-02-10 100.00", "2 2025-03-06 200.00", "3 2025-02-10 50.00");
        expect("02-10 15.00", "03-06 24.00");
    }

    @Test
    void anUndoIsUndoneAndNotUndoneTwice() {
        play(5);
        long undo = undoStep(3, ConflictPolicy.FAIL).seq().orElseThrow();
        assertThatThrownBy(() -> undoStep(3, ConflictPolicy.FAIL))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("#" + undo + " has undone it");
        undo(undo, ConflictPolicy.FAIL);
        expect("02-10 15.00", "03-05 36.00");
        undoStep(3, ConflictPolicy.FAIL);
        expect("02-10 15.00", "03-05 30.00");
    }

    @Test
    void whatIsHeldBackStaysSoUntilItsFileIsEdited() {
        play(5);
        long undo = undoStep(3, ConflictPolicy.FAIL).seq().orElseThrow();
        assertThat(shop.plan().model("daily").orElseThrow().changes()).contains(new Change.HeldBack("undo #" + undo));

        deploy(FIRST + SECOND + THIRD);
        expect("02-10 15.00", "03-05 60.00");
        assertThat(shop.plan().model("daily").orElseThrow().change().word()).isEqualTo("held back");

        deploy(FIRST + THIRD);
        expect("02-10 15.00", "03-05 60.00");
        assertThat(shop.plan().model("daily").orElseThrow().change().word()).isEqualTo("unchanged");
    }

    @Test
    void aModelThatIsTakenBackIsGoneUntilItsFileIsEdited() {
        order(1, "02-10", 100);
        long built = deploy(FIRST);
        long undo = undo(built, ConflictPolicy.FAIL).seq().orElseThrow();

        assertThat(shop.memory().table("daily")).isEmpty();
        assertThat(shop.plan().isPending()).isFalse();
        assertThat(shop.plan().model("daily").orElseThrow().changes()).contains(new Change.HeldBack("undo #" + undo));
        assertThat(shop.apply().seq()).isEmpty();

        deploy(daily("0.50"));
        expect("02-10 50.00");
    }

    @Test
    void aModelThatOthersReadStays() {
        order(1, "02-10", 100);
        long built = deploy(FIRST);
        shop.model("weekly", "SELECT sum(tax) AS tax FROM daily");
        shop.apply();

        ReversalResult refused = undo(built, ConflictPolicy.FAIL);

        assertThat(refused.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).contains("weekly"));
    }

    @Test
    void theFirstLoadIsTakenBackAsAWhole() {
        long first = order(1, "02-10", 100);
        undo(first, ConflictPolicy.FAIL);
        assertThat(shop.memory().table("orders")).isEmpty();
        long again = load();
        assertThat(shop.rows("orders")).hasSize(1);
        assertThat(again).isGreaterThan(first);
    }

    @Test
    void aDroppedModelComesBack() {
        play(5);
        shop.delete("models/daily.sql");
        long drop = shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of("daily")))
                .seq()
                .orElseThrow();
        order(4, "03-07", 100);
        undo(drop, ConflictPolicy.FAIL);
        assertThat(tax()).containsExactly("02-10 15.00", "03-05 36.00", "03-07 12.00");
    }

    @Test
    void anAddedColumnGoesUnlessItHasLaterValues() {
        order(1, "02-10", 100);
        deploy(FIRST);
        long widened = shop.load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(12,2) AS amt, 'x' AS note");
        follow();
        undo(widened, ConflictPolicy.FAIL);
        assertThat(shop.memory()
                        .table("orders")
                        .orElseThrow()
                        .definition()
                        .schema()
                        .names())
                .containsExactly("id", "d", "amt");
        expect("02-10 10.00");

        long again = shop.load("SELECT 1 AS id, DATE '2025-02-10' AS d, 100::DECIMAL(12,2) AS amt, 'x' AS note");
        shop.load(
                "SELECT * FROM (VALUES (1, DATE '2025-02-10', 100::DECIMAL(12,2), 'x'), (2, DATE '2025-02-10', 10::DECIMAL(12,2), 'y')) t(id, d, amt, note)");
        follow();
        ReversalResult refused = undo(again, ConflictPolicy.FAIL);
        assertThat(refused.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.column()).contains("note");
            assertThat(conflict.reason()).contains("values since");
        });
    }

    @Test
    void anApplyWithoutLogicNamesTheLoadsToUndo() {
        play(4);
        long apply = shop.memory().seq();
        assertThatThrownBy(() -> undo(apply, ConflictPolicy.FAIL))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it only followed loads: #" + steps.get(4));
        assertThatThrownBy(() -> undo(999, ConflictPolicy.FAIL)).isInstanceOf(Failure.class);
    }

    @Test
    void aRehearsalPublishesNothing() {
        play(5);
        long head = shop.memory().seq();
        ReversalResult rehearsed = shop.in(
                Progress.SILENT,
                workspace -> new Undo(workspace)
                        .run(new Undo.Request(
                                new Position.Version(steps.get(4)), ConflictPolicy.FAIL, true, "", Confirmation.GIVEN))
                        .reversal());
        assertThat(rehearsed.seq()).isEmpty();
        assertThat(rehearsed.tables()).extracting(ReversalResult.Table::name).containsExactly("orders", "daily");
        assertThat(shop.memory().seq()).isEqualTo(head);
    }

    @Test
    void copiesOfRowsAreTakenBackOneByOne() {
        shop.load("events", List.of(), "SELECT 1 AS n UNION ALL SELECT 1");
        long more = shop.load("events", List.of(), "SELECT unnest([1, 1, 1, 2]) AS n");
        shop.load("events", List.of(), "SELECT unnest([1, 1, 1]) AS n");
        ReversalResult refused = undo(more, ConflictPolicy.FAIL);
        assertThat(refused.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).contains("gone"));
        undo(more, ConflictPolicy.KEEP_LATER);
        assertThat(shop.rows("events")).containsExactly("1", "1");
    }

    @Test
    void historyStaysAsItWas() {
        play(5);
        long head = shop.memory().seq();
        List<String> before = tax();
        undoStep(3, ConflictPolicy.FAIL);
        List<String> then = shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> ShopFolder.rows(
                        store,
                        new RowSet.Stored(store.memory(head).table("daily").orElseThrow(), head))));
        assertThat(then).hasSameSizeAs(before);
    }
}
