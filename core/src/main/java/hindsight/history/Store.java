package hindsight.history;

import hindsight.time.Position;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Port: a warehouse that this process holds, on one branch. Closing it lets other processes in. Rows do not pass through here: writes
 * take handles of what the engine has staged. What is said without naming a branch is said of the {@link Line} of the one that it is held
 * on, and row sets are read on the line of their table.
 */
public interface Store extends AutoCloseable {
    /** What the branch sees that it is held on. */
    Line line();

    /**
     * The last commit at or before a position, on the line; 0 before the first.
     *
     * @throws hindsight.problem.InvalidException when there is no such tag, or a seq lies beyond the last commit of all branches
     */
    long resolve(Position position);

    /** The last commit on the line; 0 before the first. */
    default long head() {
        return resolve(new Position.Head());
    }

    /** All tables as remembered at a commit. */
    default Memory memory(long seq) {
        return memory(line(), seq);
    }

    /**
     * All tables as remembered on the line of any branch.
     *
     * @throws hindsight.problem.InvalidException when there is no such branch
     */
    default Memory memory(String branch, long seq) {
        return memory(line(branch), seq);
    }

    /** All tables as remembered on a line at a commit. */
    Memory memory(Line line, long seq);

    /**
     * The line of a branch.
     *
     * @throws hindsight.problem.InvalidException when there is no such branch
     */
    Line line(String branch);

    /** The line of a branch that there is or was. */
    Line line(int branch);

    /** The last commit that a line sees; 0 before the first. */
    long head(Line line);

    /** The merges of all branches that there are or were. */
    List<Ancestry.Merge> merges();

    /** The branches that are not dropped: main, then the others by name. */
    List<Branch> branches();

    /** Makes a branch that sees what this line sees up to a commit. */
    void fork(String branch, long seq);

    /** Drops a branch; its commits stay, and its name is free. */
    void dropBranch(String branch);

    /** Commits, newest first. */
    List<Commit> log(int limit);

    /** The commit with exactly this seq, on whatever branch: seqs are those of the warehouse. */
    Optional<Commit> commit(long seq);

    /** Files that a source has taken and not given back, oldest first. */
    List<LoadedFile> loadedFiles(String source);

    /** The files that sources took and gave back in commits {@code after < seq <= upTo}, on balance. */
    default List<FileChange> fileChanges(long after, long upTo) {
        return fileChanges(line(), after, upTo);
    }

    /** The same on any line. */
    List<FileChange> fileChanges(Line line, long after, long upTo);

    /** A file that was taken; with a negative weight: given back. */
    record FileChange(LoadedFile file, long weight) {}

    /** The commit that undid another one and was not undone itself. */
    OptionalLong undoneBy(long seq);

    /** From when on the files were the state that a source has taken since it was last made, in order, each once. */
    List<LocalDateTime> statedDates(TableMemory source);

    /** Names a commit; a name given before moves. */
    void tag(String name, long seq);

    /** The commits that users named on any branch, by name. */
    Map<String, Long> tags();

    /** Bytes on disk. */
    long bytes();

    /** What a load does to a table: see {@link LoadDiffs}. */
    LoadDiffs loads();

    /** Starts a query; its rows are streamed, and several queries may be open at once. */
    Rows rows(RowSet set);

    /** Writes the rows of a query to a file, which is overwritten. */
    void export(RowSet set, Path target, ExportFormat format);

    /** How many row versions those are. */
    long changed(RowSet.Versions versions);

    /** Runs a query into scratch space. */
    StagedTable stage(RowSet set);

    /** What must be added to and retracted from a table's head so that its rows are those of {@code wanted}, by name. */
    StagedDiff net(TableMemory table, TableDefinition definition, StagedTable wanted);

    /**
     * Looks up in a table's head what a net diff retracts from it.
     *
     * @param rows the definition's columns, by its names, and {@code _weight}; no two are alike in the columns
     * @return empty where the head would not be sound with it: a key that is NULL or stands in two rows, an effective time that is NULL, or
     *     rows to retract that it does not have
     */
    Optional<StagedDiff> change(TableMemory table, TableDefinition definition, RowSet rows);

    /**
     * What must be added to and retracted from those rows of a table's head that have some values.
     *
     * @param rows all rows that have them from now on
     * @param keys the values, each combination once; NULLs count
     * @param columns names of the columns that have them, as many as the keys have
     * @return empty where the table would not be sound with it: a key that is NULL or stands in two rows, or an effective time that is NULL
     */
    Optional<StagedDiff> netWithin(
            TableMemory table, TableDefinition definition, StagedTable rows, StagedTable keys, List<String> columns);

    /** The diff that makes {@code rows} the content of a table that does not exist yet. */
    StagedDiff initial(TableDefinition definition, StagedTable rows);

    /** Whether the net diff of a table over commits {@code after < seq <= upTo} is anything in some columns, named folded. */
    boolean differs(TableMemory table, long after, long upTo, Set<String> columns);

    /** Whether a staged diff is anything in some columns, named folded. */
    boolean differs(TableDefinition definition, StagedDiff diff, Set<String> columns);

    /**
     * Publishes a draft on its branch in one engine transaction: all of it, or nothing.
     *
     * @return the new commit's seq
     * @throws hindsight.problem.RefusedException when a requirement does not hold any more
     */
    long publish(Draft draft);

    /** Digest and number of rows of a row set with the columns of a definition, computed from its rows. */
    Fingerprint fingerprint(TableDefinition definition, RowSet rows);

    /** Digest and number of rows of a row set with a table's columns. */
    default Fingerprint fingerprint(TableMemory table, RowSet rows) {
        return fingerprint(table.definition(), rows);
    }

    /**
     * Whether two row sets with the columns of a definition have the same rows, each as often, apart from inexact columns. Told by
     * sums of the engine's own hashes: cheaper than digests, and of no meaning beyond this call.
     *
     * @throws hindsight.problem.InvalidException when a query in one of them fails over its rows
     */
    boolean same(TableDefinition definition, RowSet one, RowSet other);

    /**
     * The values of the only row of a query, as {@link Rows} gives them.
     *
     * @throws hindsight.problem.InvalidException when the query fails over its rows
     */
    List<@Nullable Object> only(RowSet query);

    /** The states of a model that hold at head, and those of which it is known that they do not pay; none beside main. */
    List<StateMemory> states(TableMemory model);

    /** The last five times that models of a line were maintained, and the last five that they were computed whole, as far as they were remembered; by table. */
    Map<Integer, List<ModelRun>> runs(Line line);

    /** Throws away the states of a model. */
    void dropStates(TableMemory model);

    /** Throws away the head that is kept of a table, which is main's, and builds it from its history. */
    void rebuildHead(TableMemory table);

    /**
     * Where it is held for reading: lets go of it for a moment, so that those who wait go first, and waits until it can be held again. What is
     * read as of a commit reads the same afterwards; heads may have moved.
     */
    void giveWay();

    /**
     * Chunks of a model's rows, kept beside the warehouse for the branch until they are dropped.
     *
     * @throws hindsight.problem.RefusedException when another process computes that model
     */
    ChunkFile chunks(String model);

    /** Drops what is kept of the chunks of some models, except where another process computes them. */
    void dropChunks(Collection<String> models);

    /** How history is stored. */
    Keeping keeping();

    @Override
    void close();

    /** Number of rows and digest. */
    record Fingerprint(long rows, Digest digest) {}
}
