package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.delta.InputChange;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.Strategy;
import hindsight.plan.WholeForms;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Tells by which strategy models will be applied, as far as that follows from what they do; an apply asks again, knowing the diffs. */
final class Forecast {
    private final Plan plan;
    private final WholeForms forms;
    private final Obligation obligation;
    private final Costs costs;
    private final Function<Instant, ClockMove> clocks;
    private final EditedForms edits;
    private final Map<String, String> reasons = new HashMap<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** @param clocks by what a model saw as now, how the clock moved since */
    Forecast(Plan plan, WholeForms forms, Obligation obligation, Costs costs, Function<Instant, ClockMove> clocks) {
        this.plan = plan;
        this.forms = forms;
        this.obligation = obligation;
        this.costs = costs;
        this.clocks = clocks;
        this.edits = new EditedForms(forms);
    }

    /** The plan with the strategies, and with why models that only follow their inputs and the clock are computed whole nevertheless. */
    Plan told() {
        return plan.by(this::told, reasons);
    }

    /** Which models must be maintained and cannot be, once it is told: an apply of those that do have to run fails. */
    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    private ModelPlan told(ModelPlan model) {
        if (model.strategy() != Strategy.FULL || obligation.forbids()) {
            return model;
        }
        if (model.followsLogic()) {
            return edited(model);
        }
        if (!model.followsInputsAndClock()) {
            return model;
        }
        Method method = method(model);
        if (method instanceof Method.None none) {
            reasons.put(Name.folded(model.name()), none.reason());
            if (obligation.binds(model)) {
                warnings.add(obligation.broken(model, none.reason(), Severity.WARNING));
            }
        }
        return model.by(method.strategy());
    }

    /** Of a model whose logic is another. */
    private ModelPlan edited(ModelPlan model) {
        TableMemory before = plan.memory()
                .table(model.name())
                .filter(known -> known.model().isPresent() && !known.isView())
                .orElse(null);
        Goal goal = model.goal().orElseThrow();
        long reads = model.estimate().reads().orElse(0);
        boolean asked = obligation.forced().isPresent() || reads > Admission.COMPARED_ROWS;
        if (before == null || goal.isView() || !asked) {
            return model;
        }
        EditedForms.Found found = edits.of(model, goal, before);
        if (!(found instanceof EditedForms.Edited edited)) {
            reasons.put(Name.folded(model.name()), ((EditedForms.None) found).reason());
            return model;
        }
        Optional<String> loss = editedView(model)
                .map(view -> "what the view " + view + " does changed")
                .or(() -> obligation.forced().isPresent() ? Optional.empty() : edited.loss(before, reads));
        ClockMove clock = clocks.apply(before.model().orElseThrow().clock()).ofEdit();
        Method method = loss.<Method>map(Method.None::new)
                .orElseGet(() -> Method.of(
                        Optional.of(edited.whole()), changes(model, edited.whole()), clock, obligation.forced()));
        if (method instanceof Method.None none) {
            reasons.put(Name.folded(model.name()), none.reason());
            return model;
        }
        return model.by(method.strategy()).telling(edited.query().parts());
    }

    private Method method(ModelPlan model) {
        Optional<String> edited = editedView(model);
        if (edited.isPresent()) {
            return new Method.None("what the view " + edited.get() + " does changed");
        }
        Optional<WholeForms.Whole> form = forms.of(model);
        ClockMove clock = remembered(model).map(ModelMemory::clock).map(clocks).orElse(ClockMove.NONE);
        if (form.isPresent() && !obligation.binds(model)) {
            Optional<String> loss = loss(model, form.get(), clock);
            if (loss.isPresent()) {
                return new Method.None(loss.get());
            }
        }
        Map<String, InputChange> changes =
                form.map(whole -> changes(model, whole)).orElse(Map.of());
        return Method.of(form, changes, clock, obligation.forced());
    }

    /** A view among those that a model is computed through, that does something else from now on. */
    private Optional<String> editedView(ModelPlan model) {
        for (String input : model.goal().map(Goal::inputs).orElse(List.of())) {
            ModelPlan view = plan.model(input)
                    .filter(read -> read.goal().filter(Goal::isView).isPresent())
                    .orElse(null);
            if (view != null) {
                Optional<String> edited = view.followsInputsAndClock() ? editedView(view) : Optional.of(view.name());
                if (edited.isPresent()) {
                    return edited;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> loss(ModelPlan model, WholeForms.Whole form, ClockMove clock) {
        Optional<String> unbounded = Method.unbounded(form, clock);
        OptionalLong reads = model.estimate().reads();
        if (unbounded.isPresent() || reads.isEmpty()) {
            return unbounded;
        }
        return plan.memory().table(model.name()).flatMap(known -> {
            WholeForms.Whole least = SectionForms.least(form, SectionForms.of(form, known.definition()));
            return costs.loss(known, least, reads.getAsLong(), OptionalLong.empty());
        });
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
