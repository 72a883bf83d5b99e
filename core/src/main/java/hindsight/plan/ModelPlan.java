package hindsight.plan;

import hindsight.time.EffectiveRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an apply would do with one model, and why.
 *
 * @param changes the most telling first, at least one
 * @param range effective time that is computed; empty when nothing is, or the model has no effective column
 * @param goal what the model is afterwards; empty for models whose file vanished
 */
public record ModelPlan(
        String name,
        List<Change> changes,
        Strategy strategy,
        Estimate estimate,
        Optional<EffectiveRange> range,
        Optional<Goal> goal) {
    public ModelPlan {
        changes = List.copyOf(changes);
    }

    /** The same plan with another goal. */
    public ModelPlan with(Goal other) {
        return new ModelPlan(name, changes, strategy, estimate, range, Optional.of(other));
    }

    /** The same plan of a model whose edit changed some parts of its logic, such as {@code a predicate}. */
    public ModelPlan telling(List<String> parts) {
        List<Change> told = changes.stream()
                .map(change -> change instanceof Change.LogicChanged logic ? logic.telling(parts) : change)
                .toList();
        return new ModelPlan(name, told, strategy, estimate, range, goal);
    }

    /** The same plan by another strategy. */
    public ModelPlan by(Strategy other) {
        return new ModelPlan(name, changes, other, estimate, range, goal);
    }

    /** Whether it is pending for nothing but rows and columns of its inputs. */
    public boolean followsInputsOnly() {
        return followsInputsAndClock() && find(Change.ClockMoved.class).isEmpty();
    }

    /** Whether it is pending for nothing but rows and columns of its inputs, and time that passed. */
    public boolean followsInputsAndClock() {
        return changes.stream().filter(Change::touchesRows).allMatch(ModelPlan::isOfInputsOrClock);
    }

    private static boolean isOfInputsOrClock(Change change) {
        return !change.touchesRows()
                || change instanceof Change.InputsChanged
                || change instanceof Change.Upstream
                || change instanceof Change.ClockMoved;
    }

    /** Whether it is pending for other logic, and perhaps for what it reads, but is defined as before. */
    public boolean followsLogic() {
        return find(Change.LogicChanged.class).isPresent()
                && changes.stream()
                        .filter(change -> !(change instanceof Change.LogicChanged))
                        .allMatch(ModelPlan::isOfInputsOrClock);
    }

    public Change change() {
        return changes.get(0);
    }

    /** Whether an apply has anything to do with it. */
    public boolean isPending() {
        return changes.stream().anyMatch(ModelPlan::asksForWork);
    }

    /** All reasons in one line. */
    public String reason() {
        return changes.stream()
                .map(Change::reason)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Whether there is a change of that kind. */
    public <T extends Change> Optional<T> find(Class<T> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static boolean asksForWork(Change change) {
        return change.touchesRows() || change instanceof Change.Renamed || change instanceof Change.Redeclared;
    }
}
