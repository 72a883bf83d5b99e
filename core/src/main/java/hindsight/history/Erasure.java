package hindsight.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Port: history that is rewritten commit by commit, on all branches, as if some rows had never been. It is for a copy of a warehouse that takes
 * its place when all of it is done: in between nothing fits.
 */
public interface Erasure {
    /**
     * A commit.
     *
     * @param line of the branch on which it was made
     * @param clock the moment that its SQL saw as now
     * @param written ids of the tables to which it wrote, or which it defined
     * @param reflected ids of the models that it brought up to date
     */
    record Step(long seq, Line line, CommitKind kind, Instant clock, Set<Integer> written, Set<Integer> reflected) {
        public Step {
            written = Set.copyOf(written);
            reflected = Set.copyOf(reflected);
        }
    }

    /**
     * What an erasure did to a table.
     *
     * @param versions how many row versions of a source it removed; 0 for models
     * @param commits of which it changed what they are remembered to have done to the table
     */
    record Erased(String table, long versions, List<Long> commits) {
        public Erased {
            commits = List.copyOf(commits);
        }
    }

    /** The commits of all branches, oldest first. */
    List<Step> steps();

    /** Removes row versions of a source wherever they stand. */
    void remove(TableMemory source, StagedTable versions);

    /** Forgets the history of a model, to be written anew. */
    void forget(TableMemory model);

    /** Remembers what is left of a commit's rows of a source, whose number and digest are {@code total} now. */
    void recount(Step step, TableMemory source, Store.Fingerprint total);

    /**
     * Writes what a commit did to a model.
     *
     * @param before as remembered before the commit, if its rows were stored then
     * @param shape the model as remembered at it
     * @param wanted all of its rows
     * @return whether it changed any
     */
    boolean write(Step step, Optional<TableMemory> before, TableMemory shape, StagedTable wanted);

    /** Remembers that a commit brought a model up to date, which it did not need before. */
    void reflect(Step step, TableMemory model);

    /**
     * Puts caches in order, and remembers what was done for those who ask for it.
     *
     * @param seq the commit that tells of the erasure
     * @param sources how many row versions each source lost, by its id
     */
    void finish(long seq, Map<Integer, Long> sources, String author);
}
