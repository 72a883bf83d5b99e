package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.problem.InvalidException;
import hindsight.sql.Identifier;
import hindsight.sql.SectionsText;
import hindsight.time.EffectiveRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the diff of a model of which only the logic of some effective time changed: nothing else of it is computed or compared. */
final class LogicChange {
    private static final String FRESH = "fresh";
    private static final String OLD = "old";

    private final Admission admission;
    private final Upcoming upcoming;
    private final Store store;

    LogicChange(Admission admission, Upcoming upcoming, Store store) {
        this.admission = admission;
        this.upcoming = upcoming;
        this.store = store;
    }

    /** @param goal of the model, which may have turned out to be opaque */
    record Found(Goal goal, StagedDiff diff) {}

    /**
     * The diff, where it can be found so and its rows fit those that stay.
     *
     * @throws InvalidException when the text fails over its rows
     */
    Optional<Found> find(ModelPlan model, Goal goal) {
        TableMemory before = upcoming.before(model.name()).orElse(null);
        List<EffectiveRange> ranges = ranges(model);
        if (before == null
                || before.isView()
                || goal.isView()
                || ranges.isEmpty()
                || ranges.equals(List.of(EffectiveRange.ALWAYS))
                || !goal.definition().inexact().isEmpty()) {
            return Optional.empty();
        }
        Goal part = goal.within(ranges);
        Admission.Computed computed = admission.compute(model.with(part), part);
        String effective = goal.definition().effective().orElseThrow().columns().get(0);
        StagedTable moments = moments(model.name(), computed.rows(), ranges, effective);
        return store.netWithin(before, goal.definition(), computed.rows(), moments, List.of(effective))
                .map(diff -> new Found(computed.goal().within(List.of(EffectiveRange.ALWAYS)), diff));
    }

    /** Those for which the logic changed, where nothing else did; none otherwise. */
    private static List<EffectiveRange> ranges(ModelPlan model) {
        List<Change> changes =
                model.changes().stream().filter(Change::touchesRows).toList();
        return changes.size() == 1 && changes.get(0) instanceof Change.LogicChanged logic ? logic.ranges() : List.of();
    }

    /** The effective values in the ranges, of rows that are there and of those that will be. */
    private StagedTable moments(String model, StagedTable fresh, List<EffectiveRange> ranges, String effective) {
        String moment = Identifier.quote(effective);
        String within = ranges.stream()
                .map(range -> "(" + SectionsText.within(range, effective) + ")")
                .collect(Collectors.joining(" OR "));
        return store.stage(upcoming.query(
                "SELECT %1$s AS k0 FROM %2$s UNION SELECT %1$s FROM %3$s WHERE %4$s"
                        .formatted(moment, FRESH, OLD, within),
                Map.of(FRESH, new RowSet.Staged(fresh), OLD, upcoming.rows(model))));
    }
}
