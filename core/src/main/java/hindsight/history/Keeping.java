package hindsight.history;

import java.util.List;
import java.util.OptionalLong;

/** Port: how the history of tables is stored. Nothing here is a commit. */
public interface Keeping {
    /**
     * Rewrites the history of a table, on all branches and up to now, so that any state of it is read like a plain table.
     *
     * @param author in whose name, for the record
     * @return how many row versions are sealed now; empty where nothing was new since it was sealed last
     */
    OptionalLong seal(TableMemory table, String author);

    /** How many row versions {@link #prune} would drop. */
    long prunable(TableMemory table, long upTo);

    /**
     * Drops the row versions of a table that came and went on main at or before a commit, and seals what stays. States of before the last of
     * them are not stored any more; reading those fails.
     *
     * @param author in whose name, for the record
     * @return how many row versions were dropped
     */
    long prune(TableMemory table, long upTo, String author);

    /** The commits on main that changed the rows of a table or what it is, oldest first. */
    List<Long> changes(TableMemory table);

    /** Begins to rewrite history; only of a copy. */
    Erasure erasure();

    /** What a commit erased. */
    List<Erasure.Erased> erased(long seq);

    /** Begins to store again what was pruned of a table. */
    Restoration restoration(TableMemory table);

    /** The first commit as of which a table is stored whole, and from which on each change of it is; 0 where nothing was pruned. */
    long prunedUpTo(TableMemory table);

    /** The first commit as of which all tables are stored whole; 0 where nothing was pruned. */
    long prunedUpTo();

    /** Whether a state of a table is not stored whole any more. */
    default boolean hides(TableMemory table, long seq) {
        return 0 < seq && seq < prunedUpTo(table);
    }
}
