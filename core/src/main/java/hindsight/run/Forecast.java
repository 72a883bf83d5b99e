package hindsight.run;

import hindsight.delta.InputChange;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.Strategy;
import hindsight.plan.WholeForms;
import hindsight.schema.Name;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells by which strategy models will be applied, as far as that follows from what they do; an apply asks again, knowing the diffs. */
final class Forecast {
    private final Plan plan;
    private final WholeForms forms;
    private final Optional<Strategy> forced;

    Forecast(Plan plan, WholeForms forms, Optional<Strategy> forced) {
        this.plan = plan;
        this.forms = forms;
        this.forced = forced;
    }

    /** The plan with the strategies, and with why models that only follow their inputs are computed whole nevertheless. */
    Plan told() {
        Map<String, String> reasons = new HashMap<>();
        return plan.by(model -> told(model, reasons), reasons);
    }

    private ModelPlan told(ModelPlan model, Map<String, String> reasons) {
        boolean asked = model.strategy() == Strategy.FULL
                && model.followsInputsOnly()
                && !forced.equals(Optional.of(Strategy.FULL));
        if (!asked) {
            return model;
        }
        Optional<WholeForms.Whole> form = forms.of(model);
        Optional<String> small = forced.isPresent() || model.estimate().reads().isEmpty()
                ? Optional.empty()
                : form.flatMap(
                        whole -> Method.tooSmall(whole, model.estimate().reads().getAsLong()));
        if (small.isPresent()) {
            reasons.put(Name.folded(model.name()), small.get());
            return model;
        }
        Method method = Method.of(form, form.map(whole -> changes(model, whole)).orElse(Map.of()), forced);
        if (method instanceof Method.None none) {
            reasons.put(Name.folded(model.name()), none.reason());
        }
        return model.by(method.strategy());
    }

    /** The inputs that changed or may change. */
    private Map<String, InputChange> changes(ModelPlan model, WholeForms.Whole form) {
        long basis = plan.memory()
                .table(model.name())
                .flatMap(TableMemory::model)
                .map(ModelMemory::basis)
                .orElse(0L);
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
