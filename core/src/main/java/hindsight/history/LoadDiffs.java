package hindsight.history;

import java.util.Optional;

/** Port: turns staged rows of a load into the net diff against a table's head. Columns are matched by name. */
public interface LoadDiffs {
    /** The staged rows are the whole state. */
    StagedDiff snapshot(TableMemory table, TableDefinition definition, StagedTable rows);

    /** Each staged row replaces the row of its key. */
    StagedDiff upsert(TableMemory table, TableDefinition definition, StagedTable rows);

    /** The staged rows are added. */
    StagedDiff append(TableMemory table, TableDefinition definition, StagedTable rows);

    /** Upserts some rows, deletes others; {@code rows} carries the reserved column {@code op} with I, U or D, one row per key. */
    StagedDiff changes(TableMemory table, TableDefinition definition, StagedTable rows);

    /**
     * The rows of a table with periods when it says something else for portions of effective time: all rows of the entities that have such
     * a portion. What head says elsewhere is cut off there. Rows of an entity that meet and say the same are one.
     *
     * @param table empty: there are no rows yet
     * @param portions for each entity periods that do not overlap, in the definition's columns
     * @param rows what the table says there; each lies within a portion of its entity, and those of an entity do not overlap
     */
    StagedTable versions(
            Optional<TableMemory> table, TableDefinition definition, StagedTable portions, StagedTable rows);
}
