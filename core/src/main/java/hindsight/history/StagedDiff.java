package hindsight.history;

import java.util.Set;

/**
 * A net diff of one table that an engine holds in its scratch space.
 *
 * @param handle known to the engine only
 * @param added rows to add
 * @param retracted rows to retract
 * @param updated how many of the added rows replace a retracted one of the same key
 * @param changedColumns names of columns in which some replaced row differs
 */
public record StagedDiff(String handle, long added, long retracted, long updated, Set<String> changedColumns) {
    public StagedDiff {
        changedColumns = Set.copyOf(changedColumns);
    }

    /** How many rows are staged; an update is one. */
    public long rows() {
        return added + retracted - updated;
    }

    public boolean isEmpty() {
        return added == 0 && retracted == 0;
    }
}
