package hindsight.history;

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
}
