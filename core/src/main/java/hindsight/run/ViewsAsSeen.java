package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Sections;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.WholeForms;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether models that were computed over views saw what those views do now, over the rows of that time. */
final class ViewsAsSeen {
    private final Plan plan;
    private final WholeForms forms;
    private final Upcoming upcoming;
    private final Store store;
    private final Map<Long, Memory> memories = new HashMap<>();

    ViewsAsSeen(Plan plan, WholeForms forms, Upcoming upcoming, Store store) {
        this.plan = plan;
        this.forms = forms;
        this.upcoming = upcoming;
        this.store = store;
    }

    /**
     * What stands against looking through the views that some logic reads.
     *
     * @param basis the commit of which it saw them
     * @param clock what it saw as now
     */
    Optional<String> hindrance(LogicText logic, long basis, Instant clock) {
        return logic.inputs().stream()
                .flatMap(input -> hindrance(input, basis, clock).stream())
                .findFirst();
    }

    private Optional<String> hindrance(String input, long basis, Instant clock) {
        TableMemory view = upcoming.before(input).filter(TableMemory::isView).orElse(null);
        return view == null
                ? plan.model(input)
                        .flatMap(ModelPlan::goal)
                        .filter(Goal::isView)
                        .map(becomes -> input + " becomes a view")
                : hindrance(view, basis, clock);
    }

    private Optional<String> hindrance(TableMemory view, long basis, Instant clock) {
        ModelMemory now = view.model().orElseThrow();
        ModelMemory then = memory(basis)
                .table(view.name())
                .flatMap(TableMemory::model)
                .filter(seen -> seen.inForce().equals(now.inForce()))
                .orElse(null);
        ModelPlan planned =
                plan.model(view.name()).filter(ModelPlan::followsInputsAndClock).orElse(null);
        if (then == null || planned == null) {
            return Optional.of("what the view " + view.name() + " does changed");
        }
        if (forms.of(planned)
                .filter(form -> upcoming.clock(then.clock(), clock)
                        .movesAny(form.query().relation()))
                .isPresent()) {
            return Optional.of("the view " + view.name() + " saw another clock when it was read");
        }
        LogicText logic = Sections.together(view);
        boolean behind = logic.inputs().stream().anyMatch(input -> isBehind(input, then.basis(), basis));
        return behind
                ? Optional.of("the view " + view.name() + " was behind when it was read")
                : hindrance(logic, basis, clock);
    }

    /** Whether a table had changed by a commit after the one of which it was seen. */
    private boolean isBehind(String input, long seen, long basis) {
        return memory(basis)
                .table(input)
                .filter(table -> Math.max(table.changedAt(), table.definedAt()) <= seen)
                .isEmpty();
    }

    private Memory memory(long seq) {
        return memories.computeIfAbsent(seq, store::memory);
    }
}
