package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.merge.ConflictPolicy;
import hindsight.plan.Change;
import hindsight.project.Effective;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.Merge;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Restore;
import hindsight.run.ReversalResult;
import hindsight.run.Undo;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an undo does about key, effective time and kind of a model, which its file declares as it declares the SQL. */
class UndoSettingsTest {
    private static final String BY_DAY = "SELECT d, sum(amt) AS amt FROM orders GROUP BY d\n";
    private static final String BY_DAY_AND_BUYER = "SELECT d, buyer, sum(amt) AS amt FROM orders GROUP BY d, buyer\n";

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void first() {
        shop = new ShopFolder(folder);
        shop.load("""
                SELECT * FROM (VALUES (1, DATE '2025-03-01', 'ann', 10), (2, DATE '2025-03-01', 'bob', 20),
                  (3, DATE '2025-03-02', 'ann', 30)) t(id, d, buyer, amt)""");
        deploy("key: [d]", BY_DAY);
    }

    private long deploy(String settings, String text) {
        shop.model("daily", "/*---\n" + settings + "\n---*/\n" + text);
        return shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of("daily"), Set.of()))
                .seq()
                .orElseThrow();
    }

    private ReversalResult undo(long commit, ConflictPolicy policy) {
        return shop.in(
                Progress.SILENT,
                workspace -> new Undo(workspace)
                        .run(new Undo.Request(new Position.Version(commit), policy, false, "", Confirmation.GIVEN))
                        .reversal());
    }

    private long undo(long commit) {
        return undo(commit, ConflictPolicy.FAIL).seq().orElseThrow();
    }

    private TableDefinition daily() {
        return shop.memory().table("daily").orElseThrow().definition();
    }

    private void expectHeldBack(String by) {
        assertThat(shop.plan().isPending()).isFalse();
        assertThat(shop.plan().model("daily").orElseThrow().change()).isEqualTo(new Change.HeldBack(by));
        assertThat(shop.apply().seq()).isEmpty();
        assertThat(shop.verify(Optional.empty(), false)).allMatch(table -> table.isEqual());
    }

    @Test
    void aKeyGoesWithTheLogicThatItWasWrittenFor() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        long undo = undo(edit);
        assertThat(daily().key()).containsExactly("d");
        assertThat(shop.rows("daily")).containsExactly("2025-03-01 30", "2025-03-02 30");
        expectHeldBack("undo #" + undo);
        undo(undo);
        assertThat(daily().key()).containsExactly("d", "buyer");
        assertThat(shop.rows("daily")).hasSize(3);
        assertThat(shop.plan().model("daily").orElseThrow().change()).isInstanceOf(Change.Unchanged.class);
    }

    @Test
    void whatOnlyTheSettingsSayIsTakenBackToo() {
        long edit = deploy("key: [d]\neffective: d", BY_DAY);
        long undo = undo(edit);
        assertThat(daily().effective()).isEmpty();
        expectHeldBack("undo #" + undo);
        long view = deploy("key: [d]\nmaterialized: view", BY_DAY);
        assertThat(daily().role()).isEqualTo(TableRole.VIEW);
        undo = undo(view);
        assertThat(daily().role()).isEqualTo(TableRole.MODEL);
        expectHeldBack("undo #" + undo);
    }

    @Test
    void anEditOfTheSettingsPutsThemInForce() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        undo(edit);
        deploy("effective: d", BY_DAY_AND_BUYER);
        assertThat(daily().key()).isEmpty();
        assertThat(daily().effective()).contains(new Effective.Moment("d"));
        assertThat(shop.rows("daily")).hasSize(2);
    }

    @Test
    void anEditOfTheSqlPutsTheSettingsInForce() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        undo(edit);
        deploy("key: [d, buyer]", BY_DAY_AND_BUYER.replace("sum(amt)", "2 * sum(amt)"));
        assertThat(daily().key()).containsExactly("d", "buyer");
        assertThat(shop.rows("daily")).hasSize(3);
        assertThat(shop.plan().model("daily").orElseThrow().change()).isInstanceOf(Change.Unchanged.class);
    }

    @Test
    void aFileThatSaysWhatIsInForceIsNotHeldBackAnyMore() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        long undo = undo(edit);
        deploy("key: [d, buyer]", BY_DAY);
        assertThat(daily().key()).containsExactly("d");
        assertThat(shop.plan().model("daily").orElseThrow().change()).isEqualTo(new Change.HeldBack("undo #" + undo));
        deploy("key: [d]", BY_DAY);
        assertThat(shop.plan().model("daily").orElseThrow().change()).isInstanceOf(Change.Unchanged.class);
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void whatInputsDoLeavesItHeldBack() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        long undo = undo(edit);
        shop.load("SELECT 1 AS id, DATE '2025-03-01' AS d, 'ann' AS buyer, 10_000_000_000 AS amt");
        assertThat(shop.apply().seq()).isPresent();
        assertThat(daily().key()).containsExactly("d");
        expectHeldBack("undo #" + undo);
    }

    @Test
    void aKeyThatWasChangedLaterIsInTheWay() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        deploy("key: [buyer, d]", BY_DAY_AND_BUYER.replace("sum(amt)", "2 * sum(amt)"));
        ReversalResult refused = undo(edit, ConflictPolicy.FAIL);
        assertThat(refused.seq()).isEmpty();
        assertThat(refused.conflicts())
                .extracting(conflict -> conflict.reason())
                .contains("its logic was superseded");
        assertThat(undo(edit, ConflictPolicy.KEEP_LATER).seq()).isEmpty();
        assertThat(daily().key()).containsExactly("buyer", "d");

        long keyed = deploy("", BY_DAY_AND_BUYER.replace("sum(amt)", "2 * sum(amt)"));
        deploy("key: [d, buyer]", BY_DAY_AND_BUYER.replace("sum(amt)", "2 * sum(amt)"));
        ReversalResult later = undo(keyed, ConflictPolicy.FAIL);
        assertThat(later.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.reason()).isEqualTo("its key was changed later");
            assertThat(List.of(conflict.base(), conflict.ours(), conflict.theirs()))
                    .containsExactly("none", "d, buyer", "buyer, d");
        });
        undo(keyed, ConflictPolicy.FORCE);
        assertThat(daily().key()).containsExactly("buyer", "d");
    }

    @Test
    void sectionsKeepTheirEffectiveColumn() {
        long edit = deploy("key: [d]\neffective: d", BY_DAY);
        deploy(
                "key: [d]\neffective: d",
                BY_DAY + "-- since: 2025-03-02\n" + BY_DAY.replace("sum(amt)", "2 * sum(amt)"));
        ReversalResult refused = undo(edit, ConflictPolicy.FORCE);
        assertThat(refused.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).contains("its sections are placed by"));
        assertThat(refused.seq()).isEmpty();
        assertThat(daily().effective()).isPresent();
    }

    @Test
    void restoringPutsThemBackToo() {
        long before = shop.memory().seq();
        deploy("key: [d, buyer]\neffective: d", BY_DAY_AND_BUYER);
        long restored = shop.in(
                        Progress.SILENT,
                        workspace -> new Restore(workspace)
                                .run(new Restore.Request(new Position.Version(before), false, "", Confirmation.GIVEN))
                                .reversal())
                .seq()
                .orElseThrow();
        assertThat(daily().key()).containsExactly("d");
        assertThat(daily().effective()).isEmpty();
        expectHeldBack("restore #" + restored);
    }

    @Test
    void theUndoThatHoldsItBackIsNamedWhateverElseIsUndone() {
        shop.model("other", "SELECT id FROM orders\n").apply();
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        long undo = undo(edit);
        long other = shop.model("other", "SELECT id, amt FROM orders\n")
                .apply()
                .seq()
                .orElseThrow();
        undo(other);
        shop.load("SELECT 1 AS id, DATE '2025-03-01' AS d, 'ann' AS buyer, 1.5::DECIMAL(12,2) AS amt");
        long redefined = shop.apply().seq().orElseThrow();
        assertThat(shop.memory().table("daily").orElseThrow().definedAt()).isEqualTo(redefined);
        expectHeldBack("undo #" + undo);
    }

    @Test
    void aBranchBringsWhatItHoldsBack() {
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        shop.in(Progress.SILENT, workspace -> new Branches(workspace).make("b", new Position.Head()));
        shop.on("b");
        undo(edit);
        shop.on("main").load("SELECT 4 AS id, DATE '2025-03-03' AS d, 'ann' AS buyer, 5 AS amt");
        shop.apply();
        long merge = shop.in(
                        Progress.SILENT,
                        workspace -> new Merge(workspace)
                                .run(new Merge.Request("b", ConflictPolicy.FAIL, false, "", Confirmation.GIVEN)))
                .reversal()
                .seq()
                .orElseThrow();
        assertThat(daily().key()).containsExactly("d");
        expectHeldBack("merge #" + merge);
    }

    @Test
    void aModelThatWasDroppedComesBackAsItWasHeldBack() {
        String file = "/*---\nkey: [d, buyer]\n---*/\n" + BY_DAY_AND_BUYER;
        long edit = deploy("key: [d, buyer]", BY_DAY_AND_BUYER);
        undo(edit);
        shop.delete("models/daily.sql");
        long drop = shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of("daily")))
                .seq()
                .orElseThrow();
        long undo = undo(drop);
        assertThat(daily().key()).containsExactly("d");
        shop.model("daily", file);
        expectHeldBack("undo #" + undo);
    }
}
