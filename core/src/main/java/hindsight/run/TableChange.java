package hindsight.run;

import hindsight.history.StagedDiff;
import hindsight.history.TableDefinition;
import hindsight.plan.Goal;
import java.util.Optional;

/**
 * How a table changes in the commit to come, for those who read it.
 *
 * @param definition what it is afterwards
 * @param defines whether that is another definition than before
 * @param diff of its rows; empty where there is none to build on, as of a view or of a table that is new
 */
record TableChange(TableDefinition definition, boolean defines, Optional<StagedDiff> diff) {
    /** What came of a model, if that matters to those who read it. */
    static Optional<TableChange> of(Outcome outcome) {
        Goal goal = outcome.plan().goal().orElse(null);
        return goal == null || !outcome.changesForReaders()
                ? Optional.empty()
                : Optional.of(new TableChange(goal.definition(), goal.defines(), outcome.diff()));
    }
}
