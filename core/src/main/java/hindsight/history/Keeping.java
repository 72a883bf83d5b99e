package hindsight.history;

import java.util.OptionalLong;

/** Port: how the history of tables is stored. Nothing here changes an answer, and nothing is a commit. */
public interface Keeping {
    /**
     * Rewrites the history of a table, on all branches and up to now, so that any state of it is read like a plain table.
     *
     * @param author in whose name, for the record
     * @return how many row versions are sealed now; empty where nothing was new since it was sealed last
     */
    OptionalLong seal(TableMemory table, String author);
}
