package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.delta.InputChange;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.Strategy;
import hindsight.plan.WholeForms;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tells by which strategy models will be applied, as far as that follows from what they do; an apply asks again, knowing the diffs. */
final class Forecast {
    private final Plan plan;
    private final WholeForms forms;
    private final Optional<Strategy> forced;
    private final Predicate<String> required;
    private final Function<Instant, ClockMove> clocks;

    /**
     * @param required which models must be maintained, whatever that costs, by name
     * @param clocks by what a model saw as now, how the clock moved since
     */
    Forecast(
            Plan plan,
            WholeForms forms,
            Optional<Strategy> forced,
            Predicate<String> required,
            Function<Instant, ClockMove> clocks) {
        this.plan = plan;
        this.forms = forms;
        this.forced = forced;
        this.required = required;
        this.clocks = clocks;
    }

    /** The plan with the strategies, and with why models that only follow their inputs and the clock are computed whole nevertheless. */
    Plan told() {
        Map<String, String> reasons = new HashMap<>();
        return plan.by(model -> told(model, reasons), reasons);
    }

    private ModelPlan told(ModelPlan model, Map<String, String> reasons) {
        boolean asked = model.strategy() == Strategy.FULL
                && model.followsInputsAndClock()
                && !forced.equals(Optional.of(Strategy.FULL));
        if (!asked) {
            return model;
        }
        Optional<WholeForms.Whole> form = forms.of(model);
        ClockMove clock = remembered(model).map(ModelMemory::clock).map(clocks).orElse(ClockMove.NONE);
        Optional<String> loss = forced.isPresent() || required.test(model.name())
                ? Optional.empty()
                : form.flatMap(whole -> loss(model, whole, clock));
        if (loss.isPresent()) {
            reasons.put(Name.folded(model.name()), loss.get());
            return model;
        }
        Method method = Method.of(form, form.map(whole -> changes(model, whole)).orElse(Map.of()), clock, forced);
        if (method instanceof Method.None none) {
            reasons.put(Name.folded(model.name()), none.reason());
        }
        return model.by(method.strategy());
    }

    private Optional<String> loss(ModelPlan model, WholeForms.Whole form, ClockMove clock) {
        long results = plan.memory().table(model.name()).map(TableMemory::rows).orElse(0L);
        return Method.unbounded(form, clock)
                .or(() -> model.estimate().reads().stream()
                        .boxed()
                        .findFirst()
                        .flatMap(rows -> Method.tooSmall(form, rows, results)));
    }

    private Optional<ModelMemory> remembered(ModelPlan model) {
        return plan.memory().table(model.name()).flatMap(TableMemory::model);
    }

    /** The inputs that changed or may change. */
    private Map<String, InputChange> changes(ModelPlan model, WholeForms.Whole form) {
        long basis = remembered(model).map(ModelMemory::basis).orElse(0L);
        Map<String, InputChange> changes = new HashMap<>();
        for (String input : form.inputs()) {
            boolean pending = plan.model(input)
                    .filter(other -> other.changes().stream().anyMatch(Change::touchesRows))
                    .isPresent();
            boolean changed = plan.memory()
                    .table(input)
                    .filter(table -> table.changedAt() > basis)
                    .isPresent();
            if (pending || changed) {
                changes.put(Name.folded(input), pending ? InputChange.HEAD_IS_OLD : InputChange.HEAD_IS_NEW);
            }
        }
        return changes;
    }
}
