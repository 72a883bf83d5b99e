package hindsight.plan;

import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Name;
import hindsight.sql.Meaning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What an apply would do and why.
 *
 * @param memory what it was compared with
 * @param sources whose definition differs from what is remembered
 * @param models considered ones, each after all that it reads, then those whose file vanished
 * @param errors why an apply would fail whatever the user allows
 * @param refusals why an apply would be refused without the user's leave
 * @param meanings what the SQL of models does, by folded name, where that was asked for
 * @param wholly why models that only follow their inputs are computed whole, by folded name, where that was asked for
 */
public record Plan(
        Memory memory,
        List<SourceChange> sources,
        List<ModelPlan> models,
        List<Problem> errors,
        List<Problem> refusals,
        Map<String, Meaning> meanings,
        Map<String, String> wholly) {
    public Plan {
        sources = List.copyOf(sources);
        models = List.copyOf(models);
        errors = List.copyOf(errors);
        refusals = List.copyOf(refusals);
        meanings = Map.copyOf(meanings);
        wholly = Map.copyOf(wholly);
    }

    /** The same plan, with more that stands against it. */
    public Plan with(List<Problem> more) {
        return new Plan(
                memory,
                sources,
                models,
                Stream.concat(errors.stream(), more.stream()).toList(),
                refusals,
                meanings,
                wholly);
    }

    /** The same plan, with more models. */
    public Plan beside(List<ModelPlan> more) {
        return new Plan(
                memory,
                sources,
                Stream.concat(models.stream(), more.stream()).toList(),
                errors,
                refusals,
                meanings,
                wholly);
    }

    /** The same plan, with what the SQL of its models does. */
    public Plan understood(Meanings found) {
        Map<String, Meaning> known = new HashMap<>();
        models.forEach(model -> found.of(model).ifPresent(meaning -> known.put(Name.folded(model.name()), meaning)));
        return new Plan(memory, sources, models, errors, refusals, known, wholly);
    }

    /**
     * The same plan by other strategies.
     *
     * @param strategies asked of each model, in order
     * @param reasons why models are computed whole, by folded name; filled by asking
     */
    public Plan by(UnaryOperator<ModelPlan> strategies, Map<String, String> reasons) {
        List<ModelPlan> chosen = models.stream().map(strategies).toList();
        return new Plan(memory, sources, chosen, errors, refusals, meanings, reasons);
    }

    /** Why a model that only follows its inputs is computed whole, where that was asked for. */
    public Optional<String> wholly(String model) {
        return Optional.ofNullable(wholly.get(Name.folded(model)));
    }

    /** What a model's SQL does, where that was asked for. */
    public Optional<Meaning> meaning(String model) {
        return Optional.ofNullable(meanings.get(Name.folded(model)));
    }

    /** Which columns are inexact once it is applied. */
    public InexactInputs inexact() {
        return new InexactTables(name -> models.stream()
                .filter(model -> Name.same(model.name(), name))
                .findFirst()
                .flatMap(ModelPlan::goal)
                .map(Goal::definition)
                .or(() -> memory.table(name).map(TableMemory::definition)));
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
