package hindsight.plan;

import hindsight.history.Memory;
import hindsight.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What an apply would do and why.
 *
 * @param memory what it was compared with
 * @param sources whose definition differs from what is remembered
 * @param models considered ones, each after all that it reads, then those whose file vanished
 * @param errors why an apply would fail whatever the user allows
 * @param refusals why an apply would be refused without the user's leave
 */
public record Plan(
        Memory memory,
        List<SourceChange> sources,
        List<ModelPlan> models,
        List<Problem> errors,
        List<Problem> refusals) {
    public Plan {
        sources = List.copyOf(sources);
        models = List.copyOf(models);
        errors = List.copyOf(errors);
        refusals = List.copyOf(refusals);
    }

    public List<ModelPlan> pending() {
        return models.stream().filter(ModelPlan::isPending).toList();
    }

    /** Whether an apply has anything to do, or to refuse. */
    public boolean isPending() {
        return !sources.isEmpty() || !refusals.isEmpty() || models.stream().anyMatch(ModelPlan::isPending);
    }

    public Optional<ModelPlan> model(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }
}
