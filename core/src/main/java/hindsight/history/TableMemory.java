package hindsight.history;

import java.util.List;
import java.util.Optional;

/**
 * A table as remembered at a commit.
 *
 * @param id never changes, not even when the table is renamed or dropped and made again
 * @param definition what it was
 * @param columns how its columns are stored, in the order of the definition's schema
 * @param definedAt the commit that defined it so
 * @param changedAt the last commit that changed its rows; 0 when none has
 * @param rows how many it had
 * @param digest of its exact columns
 * @param model what is remembered of it as a model; empty for sources
 * @param dropped whether it was dropped: its history stays readable
 * @param line on which it is remembered so: its rows are those of that line
 */
public record TableMemory(
        int id,
        TableDefinition definition,
        List<StoredColumn> columns,
        long definedAt,
        long changedAt,
        long rows,
        Digest digest,
        Optional<ModelMemory> model,
        boolean dropped,
        Line line) {
    public TableMemory {
        columns = List.copyOf(columns);
    }

    /** The same rows under another definition. */
    public TableMemory as(TableDefinition other, List<StoredColumn> stored, boolean gone) {
        return new TableMemory(id, other, stored, definedAt, changedAt, rows, digest, model, gone, line);
    }

    /** Whether it stands for rows that are in no warehouse: see {@link ChunkFile#table}. */
    public boolean isChunks() {
        return id < 0;
    }

    public String name() {
        return definition.name();
    }

    public boolean isView() {
        return definition.role() == TableRole.VIEW;
    }
}
