package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.ModelRun;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CostsTest {
    private static final long MILLION = 1_000_000;
    private static final ModelRun WHOLE = new ModelRun(false, 100, MILLION, 0);

    @Test
    void untriedModelsAreJudgedByRoughFigures() {
        assertThat(Costs.loss(List.of(), size(10, 1_000))).contains("computing its 1000 input rows is cheaper");
        assertThat(Costs.loss(List.of(), size(10, 10 * MILLION))).isEmpty();
    }

    @Test
    void whatWasTriedTwiceIsJudgedByItsTimes() {
        ModelRun slow = new ModelRun(true, 150, MILLION, 100);
        assertThat(Costs.loss(List.of(WHOLE, WHOLE, slow, slow), size(2, MILLION)))
                .contains("computing it takes about 100 ms, maintaining it 150 ms");
        assertThat(Costs.loss(List.of(WHOLE, WHOLE, slow, slow), size(2, 2 * MILLION)))
                .isEmpty();
    }

    @Test
    void aSingleRunThatHadToWaitDecidesNothing() {
        ModelRun stalled = new ModelRun(true, 5_000, MILLION, 100);
        ModelRun usual = new ModelRun(true, 20, MILLION, 100);
        assertThat(Costs.loss(List.of(WHOLE, WHOLE, stalled), size(2, MILLION))).isEmpty();
        assertThat(Costs.loss(List.of(WHOLE, WHOLE, usual, stalled), size(2, MILLION)))
                .isEmpty();
    }

    @Test
    void theFirstBuildTellsWhatAllTakes() {
        ModelRun slow = new ModelRun(true, 90, MILLION, 100);
        assertThat(Costs.loss(List.of(slow, slow), size(2, MILLION)))
                .contains("computing it takes about 27 ms, maintaining it 90 ms");
        assertThat(Costs.loss(List.of(WHOLE, slow, slow), size(2, MILLION))).isEmpty();
    }

    @Test
    void aFirstBuildThatHadToWaitDoesNotKeepAModelFromBeingComputed() {
        ModelRun stalled = new ModelRun(false, 5_000, MILLION, 0);
        ModelRun slow = new ModelRun(true, 500, MILLION, 100);
        assertThat(Costs.loss(List.of(stalled, slow, slow), size(2, MILLION)))
                .contains("computing it takes about 27 ms, maintaining it 500 ms");
        assertThat(Costs.loss(List.of(stalled, stalled, slow, slow), size(2, MILLION)))
                .isEmpty();
    }

    @Test
    void aLargerDiffTakesLonger() {
        ModelRun small = new ModelRun(true, 20, MILLION, 100);
        List<ModelRun> runs = List.of(WHOLE, WHOLE, small, small);
        assertThat(Costs.loss(runs, new Costs.Size(2, 10, MILLION, OptionalLong.of(100_000))))
                .isEmpty();
        assertThat(Costs.loss(runs, new Costs.Size(2, 10, MILLION, OptionalLong.of(300_000))))
                .contains("computing it takes about 100 ms, maintaining it 110 ms");
    }

    private static Costs.Size size(int operators, long read) {
        return new Costs.Size(operators, 10, read, OptionalLong.of(100));
    }
}
