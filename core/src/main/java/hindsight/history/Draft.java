package hindsight.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * A commit to be: what must hold, and what it changes.
 *
 * @param branch on which
 * @param cause the commit that it follows from
 * @param updates in order: a write follows the definition before it
 */
public record Draft(
        String branch,
        CommitKind kind,
        OptionalLong cause,
        CommitContext context,
        String author,
        String message,
        List<Requirement> requirements,
        List<Update> updates) {
    public Draft {
        requirements = List.copyOf(requirements);
        updates = List.copyOf(updates);
    }
}
