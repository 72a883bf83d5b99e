package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import hindsight.run.Confirmation;
import hindsight.run.Progress;
import hindsight.run.ReversalResult;
import hindsight.run.Undo;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What undoing does to a row, case by case: each key of one table is a case. */
class ConflictTableTest {
    private static final String NONE = "";

    /** Before the commit, after it, and at head; then what keeping later values gives, what forcing gives, and whether it is a conflict. */
    private enum Case {
        CHANGED("10 x", "20 x", "20 x", "10 x", "10 x", false),
        CHANGED_BACK("10 x", "20 x", "10 x", "10 x", "10 x", false),
        CHANGED_AGAIN("10 x", "20 x", "30 x", "30 x", "10 x", true),
        CHANGED_THEN_GONE("10 x", "20 x", NONE, NONE, "10 x", true),
        CHANGED_ELSEWHERE("10 x", "20 x", "20 y", "10 y", "10 y", false),
        CHANGED_IN_BOTH("10 x", "20 y", "30 y", "30 x", "10 x", true),
        INSERTED(NONE, "20 x", "20 x", NONE, NONE, false),
        INSERTED_THEN_GONE(NONE, "20 x", NONE, NONE, NONE, false),
        INSERTED_THEN_CHANGED(NONE, "20 x", "20 y", "20 y", NONE, true),
        DELETED("10 x", NONE, NONE, "10 x", "10 x", false),
        DELETED_AND_IDENTICAL_AGAIN("10 x", NONE, "10 x", "10 x", "10 x", false),
        DELETED_AND_USED_AGAIN("10 x", NONE, "30 x", "30 x", "10 x", true),
        UNTOUCHED("10 x", "10 x", "30 y", "30 y", "30 y", false),
        MADE_LATER(NONE, NONE, "30 y", "30 y", "30 y", false);

        private final String before;
        private final String after;
        private final String head;
        private final String kept;
        private final String forced;
        private final boolean conflict;

        Case(String before, String after, String head, String kept, String forced, boolean conflict) {
            this.before = before;
            this.after = after;
            this.head = head;
            this.kept = kept;
            this.forced = forced;
            this.conflict = conflict;
        }
    }

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder);
    }

    private long load(Function<Case, String> state) {
        List<String> rows = new ArrayList<>();
        for (Case each : Case.values()) {
            String[] values = state.apply(each).split(" ");
            if (values.length == 2) {
                rows.add("('" + each + "', " + values[0] + ", '" + values[1] + "')");
            }
        }
        return shop.load("SELECT * FROM (VALUES " + String.join(", ", rows) + ") t(id, n, s)");
    }

    private ReversalResult undo(long commit, ConflictPolicy policy) {
        return shop.in(
                Progress.SILENT,
                workspace -> new Undo(workspace)
                        .run(new Undo.Request(new Position.Version(commit), policy, false, "", Confirmation.GIVEN))
                        .reversal());
    }

    private void expect(Function<Case, String> state) {
        assertThat(shop.rows("orders"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Case.values())
                        .filter(each -> !state.apply(each).isEmpty())
                        .map(each -> each + " " + state.apply(each))
                        .toList());
    }

    @Test
    void eachCaseIsDecidedAsTheTableSays() {
        load(each -> each.before);
        long commit = load(each -> each.after);
        load(each -> each.head);

        ReversalResult refused = undo(commit, ConflictPolicy.FAIL);
        assertThat(refused.blocked()).isTrue();
        assertThat(refused.conflicts().stream().map(ConflictTableTest::key).distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Case.values())
                        .filter(each -> each.conflict)
                        .map(Case::toString)
                        .toList());
        expect(each -> each.head);

        long kept = undo(commit, ConflictPolicy.KEEP_LATER).seq().orElseThrow();
        expect(each -> each.kept);
        undo(kept, ConflictPolicy.FAIL);
        expect(each -> each.head);

        undo(commit, ConflictPolicy.FORCE);
        expect(each -> each.forced);
    }

    private static String key(Conflict conflict) {
        return String.valueOf(conflict.key().get("id"));
    }

    @Test
    void aConflictTellsAllThreeValues() {
        load(each -> each.before);
        long commit = load(each -> each.after);
        load(each -> each.head);

        List<String> told = undo(commit, ConflictPolicy.FAIL).conflicts().stream()
                .map(conflict -> key(conflict) + " " + conflict.column().orElseThrow() + " " + conflict.theirs() + " "
                        + conflict.base() + " " + conflict.ours())
                .toList();

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "CHANGED_AGAIN n 10 20 30",
                        "CHANGED_THEN_GONE n 10 20 null",
                        "CHANGED_IN_BOTH n 10 20 30",
                        "INSERTED_THEN_CHANGED s null x y",
                        "DELETED_AND_USED_AGAIN n 10 null 30");
    }
}
