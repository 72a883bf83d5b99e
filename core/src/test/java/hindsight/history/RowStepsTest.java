package hindsight.history;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.RowStep.Cell;
import hindsight.history.RowStep.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowStepsTest {
    private static final RowShape SHAPE = RowShape.of(List.of("id", "city", "amt"), List.of("ID"));

    @Test
    void pairsPreimageAndPostimageOfOneCommit() {
        List<RowStep> steps = steps(
                change(3, 1, 1L, "Bonn", 10L),
                change(5, -1, 1L, "Bonn", 10L),
                change(5, 1, 1L, "Köln", 10L),
                change(9, -1, 1L, "Köln", 10L));
        assertThat(steps).extracting(RowStep::seq).containsExactly(3L, 5L, 9L);
        assertThat(steps).extracting(RowStep::kind).containsExactly(Kind.ADDED, Kind.CHANGED, Kind.RETRACTED);
        assertThat(steps.get(1).cells(SHAPE)).containsExactly(new Cell("city", "Bonn", "Köln"));
    }

    @Test
    void pairsInWhateverOrderTheHalvesCome() {
        List<RowStep> steps = steps(change(5, 1, 1L, "b", 1L), change(5, -1, 1L, "a", 1L));
        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).cells(SHAPE)).containsExactly(new Cell("city", "a", "b"));
    }

    @Test
    void keepsKeysAndCommitsApart() {
        List<RowStep> steps = steps(
                change(0, -1, 1L, "a", 1L),
                change(0, 1, 2L, "a", 1L),
                change(0, -1, 3L, "a", 1L),
                change(7, 1, 3L, "a", 1L));
        assertThat(steps)
                .extracting(RowStep::kind)
                .containsExactly(Kind.RETRACTED, Kind.ADDED, Kind.RETRACTED, Kind.ADDED);
    }

    @Test
    void leavesOutWhatComesToNothing() {
        assertThat(steps(change(5, -1, 1L, "a", null), change(5, 1, 1L, "a", null)))
                .isEmpty();
    }

    @Test
    void showsNoCellsForNullsOfAnAddedRow() {
        assertThat(steps(change(1, 1, 1L, null, 4L)).get(0).cells(SHAPE)).containsExactly(new Cell("amt", null, 4L));
    }

    @Test
    void keepsRowsApartThatAKeyDoesNotTellApart() {
        assertThat(steps(change(5, 1, 1L, "a", 1L), change(5, 1, 1L, "b", 1L)))
                .extracting(RowStep::kind)
                .containsExactly(Kind.ADDED, Kind.ADDED);
    }

    private static RowChange change(long seq, long weight, @Nullable Object... values) {
        return new RowChange(seq, weight, Arrays.asList(values));
    }

    private static List<RowStep> steps(RowChange... changes) {
        List<RowStep> steps = new ArrayList<>();
        new RowSteps(List.of(changes).iterator(), SHAPE).forEachRemaining(steps::add);
        return steps;
    }
}
