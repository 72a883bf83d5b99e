package hindsight.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * A commit to be: what must hold, and what it changes.
 *
 * @param branch on which
 * @param cause the commit that it follows from
 * @param mergeParent the commit of another branch that it brings in, with all before it
 * @param updates in order: a write follows the definition before it
 */
public record Draft(
        String branch,
        CommitKind kind,
        OptionalLong cause,
        OptionalLong mergeParent,
        CommitContext context,
        String author,
        String message,
        List<Requirement> requirements,
        List<Update> updates) {
    public Draft {
        requirements = List.copyOf(requirements);
        updates = List.copyOf(updates);
    }

    /** One that merges nothing. */
    public Draft(
            String branch,
            CommitKind kind,
            OptionalLong cause,
            CommitContext context,
            String author,
            String message,
            List<Requirement> requirements,
            List<Update> updates) {
        this(branch, kind, cause, OptionalLong.empty(), context, author, message, requirements, updates);
    }
}
