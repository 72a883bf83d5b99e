package hindsight.plan;

import hindsight.graph.Model;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.schema.Name;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out why a model is pending. */
final class ModelChanges {
    private final Past past;
    private final Map<String, ModelPlan> planned;
    private final PlanRequest request;
    private final Texts texts;

    /** @param planned the models before this one in order, by folded name */
    ModelChanges(Past past, Map<String, ModelPlan> planned, PlanRequest request, Texts texts) {
        this.past = past;
        this.planned = planned;
        this.request = request;
        this.texts = texts;
    }

    /** The most telling first; {@code Unchanged} alone when there is none. */
    List<Change> find(Model model, Goal goal) {
        List<Change> found = new ArrayList<>();
        TableMemory before = past.table(model.name()).orElse(null);
        ModelMemory memory = before == null ? null : before.model().orElse(null);
        if (before == null || memory == null) {
            return List.of(new Change.New());
        }
        Timeline<LogicText> declared = Logic.remembered(memory.declared());
        Timeline<LogicText> inForce = Logic.remembered(memory.inForce());
        List<String> differences = Definitions.differences(before.definition(), goal.definition());
        if (!goal.inForce().equals(inForce)) {
            found.add(logic(before, inForce, declared, goal));
        } else if (goal.setsLogic() || goal.defines() && differences.isEmpty()) {
            found.add(new Change.Redeclared());
        }
        if (!differences.isEmpty()) {
            found.add(new Change.DefinitionChanged(differences));
        }
        inputs(goal, memory.basis()).ifPresent(found::add);
        clock(model, memory).ifPresent(found::add);
        upstream(goal, found).ifPresent(found::add);
        past.formerName(model.name()).ifPresent(former -> found.add(new Change.Renamed(former)));
        boolean holdsLogic = !goal.setsLogic() && !Logic.same(goal.declared(), goal.inForce());
        boolean holdsSettings = goal.heldBack().isPresent() && goal.heldBack().equals(memory.heldBack());
        if (holdsLogic || holdsSettings) {
            found.add(heldBack(before));
        }
        return found.isEmpty() ? List.of(new Change.Unchanged()) : found;
    }

    private Change heldBack(TableMemory model) {
        return new Change.HeldBack(past.memory().reversal(model).orElseThrow().toString());
    }

    /** What is restated follows from what files declare, and when; what is computed from what is in force. */
    private Change logic(TableMemory before, Timeline<LogicText> inForce, Timeline<LogicText> declared, Goal goal) {
        String what = Logic.difference(inForce, goal.inForce());
        if (before.definition().effective().isEmpty()) {
            return new Change.LogicChanged(what, List.of(EffectiveRange.ALWAYS), List.of());
        }
        return new Change.LogicChanged(
                what,
                ranges(before, inForce, goal.inForce()).stream()
                        .map(LogicRange::range)
                        .toList(),
                ranges(before, declared, goal.declared()).stream()
                        .filter(range -> !range.declared())
                        .map(LogicRange::range)
                        .toList());
    }

    private List<LogicRange> ranges(TableMemory model, Timeline<LogicText> then, Timeline<LogicText> now) {
        return LogicRange.between(then, now, (one, other) -> texts.areAlike(model.name(), one, other));
    }

    private Optional<Change> inputs(Goal goal, long basis) {
        Map<String, Change.InputsChanged.Input> changed = new LinkedHashMap<>();
        goal.inputs().forEach(input -> collect(input, basis, "", changed));
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.InputsChanged(List.copyOf(changed.values())));
    }

    /** A pending view hands on what changed below it. */
    private void collect(String input, long basis, String through, Map<String, Change.InputsChanged.Input> changed) {
        TableMemory table = past.table(input).orElse(null);
        if (table == null) {
            return;
        }
        if (request.gives(input)) {
            changed.putIfAbsent(Name.folded(input), Change.InputsChanged.Input.now(input, through));
        } else if (Past.changedAt(table) > basis) {
            changed.putIfAbsent(
                    Name.folded(input), new Change.InputsChanged.Input(input, through, Past.changedAt(table)));
        }
        ModelPlan plan = planned.get(Name.folded(input));
        if (plan != null && plan.isPending() && plan.goal().filter(Goal::isView).isPresent()) {
            String view = through.isEmpty() ? input : through;
            plan.goal().orElseThrow().inputs().forEach(below -> collect(below, basis, view, changed));
        }
    }

    /** Views whose own changes were looked through are not told again. */
    private Optional<Change> upstream(Goal goal, List<Change> found) {
        List<String> told = found.stream()
                .filter(change -> change instanceof Change.InputsChanged)
                .flatMap(change -> ((Change.InputsChanged) change).inputs().stream())
                .map(Change.InputsChanged.Input::through)
                .toList();
        List<String> pending = goal.inputs().stream()
                .map(input -> planned.get(Name.folded(input)))
                .filter(plan -> plan != null && plan.changes().stream().anyMatch(Change::touchesRows))
                .filter(plan -> !(told.contains(plan.name()) && plan.change() instanceof Change.InputsChanged))
                .map(ModelPlan::name)
                .toList();
        return pending.isEmpty() ? Optional.empty() : Optional.of(new Change.Upstream(pending));
    }

    private Optional<Change> clock(Model model, ModelMemory memory) {
        ClockUse use = ClockUse.of(model);
        return use.moved(memory.clock(), request.now(), request.zone())
                ? Optional.of(new Change.ClockMoved(memory.clock(), use == ClockUse.DATE))
                : Optional.empty();
    }
}
