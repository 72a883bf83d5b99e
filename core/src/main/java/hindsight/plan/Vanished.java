package hindsight.plan;

import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds tables that are remembered but not declared any more: they may go only when the user says so. */
final class Vanished {
    private final Past past;
    private final PlanRequest request;
    private final Problems refusals;

    Vanished(Past past, PlanRequest request, Problems refusals) {
        this.past = past;
        this.request = request;
        this.refusals = refusals;
    }

    List<ModelPlan> models() {
        return past.memory().live().stream()
                .filter(table -> !past.isDeclared(table.name()) && !past.isContinued(table.name()))
                .map(this::plan)
                .toList();
    }

    private ModelPlan plan(TableMemory table) {
        boolean dropped = request.mayDrop(table.name());
        if (!dropped) {
            refusals.add(refusal(table));
        }
        return new ModelPlan(
                table.name(),
                List.of(dropped ? new Change.Dropped() : new Change.Vanished()),
                Strategy.NONE,
                new Estimate(OptionalLong.of(0), OptionalLong.of(table.rows())),
                Optional.empty(),
                Optional.empty());
    }

    private static Problem refusal(TableMemory table) {
        boolean model = table.model().isPresent();
        return Problem.error(
                "vanished",
                "Cannot apply: " + (model ? "the file of model " : "the declaration of source ") + table.name()
                        + " has vanished",
                "Put it back, or run apply --drop " + table.name() + ": its history stays readable."
                        + (model ? " If it was renamed, write 'was: " + table.name() + "' into the new file." : ""));
    }
}
