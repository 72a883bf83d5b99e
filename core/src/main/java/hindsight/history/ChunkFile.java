package hindsight.history;

import hindsight.time.EffectiveRange;
import java.util.List;
import java.util.Optional;

/**
 * Port: the chunks of one model's rows that are finished, in a file of their own beside the warehouse. They outlive the process that made
 * them; only one process has them at a time. Each chunk is kept whole or not at all.
 */
public interface ChunkFile {
    /** What it has chunks of; empty when nothing was begun, or what is there cannot be read. */
    Optional<Build> build();

    /** Forgets all chunks, and begins others. */
    void begin(Build build);

    /**
     * Computes a chunk and keeps it.
     *
     * @param rows columns of one order, names and types for all chunks
     */
    void add(int chunk, RowSet rows);

    /** All rows that it has. */
    StagedTable rows();

    /**
     * The rows as a table with a head, so that diffs can be found of it; on no account to be published.
     *
     * @param definition of the rows' columns
     */
    TableMemory table(TableDefinition definition);

    /** Changes the rows by a diff of {@link #table}, after which they reflect another commit. */
    void follow(TableDefinition definition, StagedDiff diff, long basis);

    /**
     * What is built in chunks.
     *
     * @param identity of the model's logic and of all that it reads but the basis: chunks of another one do not go with it
     * @param basis the commit whose rows the chunks are computed from
     * @param chunks in order
     */
    record Build(String identity, long basis, List<Chunk> chunks) {
        public Build {
            chunks = List.copyOf(chunks);
        }

        /** Rows read by all chunks. */
        public long read() {
            return chunks.stream().mapToLong(Chunk::read).sum();
        }
    }

    /**
     * The rows of a range of effective time.
     *
     * @param read number of rows that it is computed from
     * @param isDone whether it is finished
     */
    record Chunk(EffectiveRange range, long read, boolean isDone) {}
}
