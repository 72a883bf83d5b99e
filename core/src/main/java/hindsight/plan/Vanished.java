package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.Model;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.schema.Name;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds tables that are remembered but not declared any more: they may go only when the user says so. */
final class Vanished {
    private final Past past;
    private final PlanRequest request;
    private final Problems refusals;
    private final Set<String> declared;

    Vanished(Graph graph, Past past, PlanRequest request, Problems refusals) {
        this.past = past;
        this.request = request;
        this.refusals = refusals;
        this.declared = Stream.concat(
                        graph.models().stream().map(Model::name),
                        graph.sources().stream().map(source -> source.name()))
                .map(Name::folded)
                .collect(Collectors.toSet());
    }

    List<ModelPlan> models() {
        return past.memory().live().stream()
                .filter(table -> !declared.contains(Name.folded(table.name())) && !past.isContinued(table.name()))
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
