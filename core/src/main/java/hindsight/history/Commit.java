package hindsight.history;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * One step of the warehouse.
 *
 * @param seq position on the system-time axis, from 1, gaps allowed
 * @param branch on which it was made
 * @param parent the commit before it on its line; empty for the first
 * @param mergeParent the commit of another branch that it brought in, with all before it
 * @param at when it was recorded; strictly later than every earlier commit
 * @param cause the commit that it follows from, such as the one that it undoes
 * @param changes of rows, by table name
 * @param tags names that users gave it
 */
public record Commit(
        long seq,
        String branch,
        OptionalLong parent,
        OptionalLong mergeParent,
        Instant at,
        CommitKind kind,
        OptionalLong cause,
        CommitContext context,
        String author,
        String message,
        List<TableChange> changes,
        List<String> tags) {
    public Commit {
        changes = List.copyOf(changes);
        tags = List.copyOf(tags);
    }

    /** How many rows a commit added to and retracted from a table. */
    public record TableChange(String table, long added, long retracted) {}
}
