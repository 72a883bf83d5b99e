package hindsight.run;

import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether models that were computed over views saw what those views do now, over the rows of that time. */
final class ViewsAsSeen {
    private final Plan plan;
    private final Upcoming upcoming;
    private final Store store;
    private final Map<Long, Memory> memories = new HashMap<>();

    ViewsAsSeen(Plan plan, Upcoming upcoming, Store store) {
        this.plan = plan;
        this.upcoming = upcoming;
        this.store = store;
    }

    /**
     * What stands against looking through the views that some logic reads.
     *
     * @param basis the commit of which it saw them
     */
    Optional<String> hindrance(LogicVersion logic, long basis) {
        return logic.inputs().stream()
                .flatMap(input -> upcoming.before(input).stream())
                .filter(TableMemory::isView)
                .flatMap(view -> hindrance(view, basis).stream())
                .findFirst();
    }

    private Optional<String> hindrance(TableMemory view, long basis) {
        ModelMemory now = view.model().orElseThrow();
        ModelMemory then = memory(basis)
                .table(view.name())
                .flatMap(TableMemory::model)
                .filter(seen -> seen.inForce().equals(now.inForce()))
                .orElse(null);
        boolean follows =
                plan.model(view.name()).filter(ModelPlan::followsInputsOnly).isPresent();
        if (then == null || !follows) {
            return Optional.of("what the view " + view.name() + " does changed");
        }
        LogicVersion logic = Remembered.only(view.name(), then.inForce());
        boolean behind = logic.inputs().stream().anyMatch(input -> isBehind(input, then.basis(), basis));
        return behind
                ? Optional.of("the view " + view.name() + " was behind when it was read")
                : hindrance(logic, basis);
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
