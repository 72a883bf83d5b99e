package hindsight.history;

import java.util.Optional;

/** The history of a table that was pruned on main, being stored again: state by state, and then at once. */
public interface Restoration {
    /**
     * What the table was after a commit that changed it; the first one is that from which on its history will be stored.
     *
     * @param shape the table as remembered there
     * @param before as remembered before the commit, if it was there
     * @param rows all of its rows; empty where it had none
     */
    void add(long seq, TableMemory shape, Optional<TableMemory> before, Optional<StagedTable> rows);

    /**
     * Stores what was found, in one transaction.
     *
     * @param upTo the first commit as of which the table is stored whole from now on; 0: all of it is
     * @param author in whose name, for the record
     * @return how many row versions are stored again
     */
    long publish(long upTo, String author);
}
