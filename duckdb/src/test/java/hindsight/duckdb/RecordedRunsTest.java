package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.ModelRun;
import hindsight.plan.ModelPlan;
import hindsight.plan.Strategy;
import hindsight.run.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models took decides how they are found next. */
class RecordedRunsTest {
    private static final long ROWS = 1_000_000;

    @TempDir
    Path folder;

    private int loads;

    @Test
    void thePlanFollowsWhatBothWaysTook() {
        ShopFolder shop = new ShopFolder(folder);
        shop.model("doubled", "SELECT id, v * 2 AS v FROM orders");
        change(shop);
        shop.apply();
        assertThat(shop.runs("doubled")).extracting(ModelRun::maintained).containsExactly(false);

        for (Strategy strategy : List.of(Strategy.FULL, Strategy.DELTA, Strategy.FULL, Strategy.DELTA)) {
            change(shop);
            shop.apply(new PlanOptions(Optional.empty(), Optional.of(strategy), Set.of(), Set.of()));
        }

        List<ModelRun> runs = shop.runs("doubled");
        assertThat(runs).extracting(ModelRun::read).containsOnly(ROWS);
        assertThat(runs.stream().filter(ModelRun::maintained).map(ModelRun::changed))
                .containsExactly(2L, 2L);
        change(shop);
        boolean wholeWasFaster = least(runs, false) < least(runs, true);
        ModelPlan plan = shop.plan().model("doubled").orElseThrow();
        assertThat(plan.strategy() == Strategy.FULL).isEqualTo(wholeWasFaster);
        shop.apply();
        assertThat(shop.runs("doubled")).hasSize(6);
    }

    private static long least(List<ModelRun> runs, boolean maintained) {
        List<Long> times = runs.stream()
                .filter(run -> run.maintained() == maintained)
                .map(ModelRun::millis)
                .sorted()
                .toList();
        assertThat(times).hasSizeGreaterThan(1);
        return times.get(0);
    }

    private void change(ShopFolder shop) {
        loads++;
        shop.load("SELECT i AS id, if(i = 7, " + loads + ", i) AS v FROM range(" + ROWS + ") t(i)");
    }
}
