package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowSteps;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.schema.Schema;
import hindsight.time.Span;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;

/** Tells how the rows of a table differ between two commits. */
public final class Diff {
    private final Workspace workspace;

    public Diff(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to compare.
     *
     * @param everyStep every recorded change with its seq, instead of what they come to
     * @param limit how many rows at most
     */
    public record Request(String table, Span span, boolean everyStep, OptionalLong limit) {}

    /**
     * What a diff comes to.
     *
     * @param range which commits it covers
     * @param schema the table's columns, with those that it had only before
     * @param inexact names of columns whose values may differ in the last digits between recomputations
     * @param key names of the key columns; empty where none pairs old rows with new ones
     * @param added rows
     * @param retracted rows
     * @param changed how many of the added rows replace a retracted one of the same key
     */
    public record Summary(
            String table,
            CommitRange range,
            Schema schema,
            Set<String> inexact,
            List<String> key,
            long added,
            long retracted,
            long changed) {
        public Summary {
            inexact = Set.copyOf(inexact);
            key = List.copyOf(key);
        }

        public boolean isEmpty() {
            return added == 0 && retracted == 0;
        }

        /** Which of the columns are key. */
        public RowShape shape() {
            return RowShape.of(schema.names(), key);
        }
    }

    /** A summary with how many of the changed rows differ in each column, for those where any does. */
    public record Counts(Summary summary, Map<String, Long> changedCells) {}

    /**
     * Gives the rows while the warehouse is held: {@code _seq} where every step is asked for, {@code _weight}, then the columns; ordered
     * by seq and key.
     */
    public <T> T rows(Request request, BiFunction<Summary, Rows, T> reader) {
        return workspace.reading(store -> {
            StagedChanges changes = changes(store, request);
            try (Rows rows = changes.rows(request.limit())) {
                return reader.apply(changes.summary(), rows);
            }
        });
    }

    /**
     * Gives what happened to each row while the warehouse is held, ordered by key and seq. The request's limit does not count here.
     *
     * @throws UsageException when no key pairs old rows with new ones
     */
    public <T> T steps(Request request, BiFunction<Summary, Iterator<RowStep>, T> reader) {
        return workspace.reading(store -> {
            StagedChanges changes = changes(store, request);
            if (changes.summary().key().isEmpty()) {
                throw new UsageException(Problem.error(
                        "no-key",
                        "Cannot show the cells of " + changes.summary().table()
                                + ": it has no key that would pair old rows with new ones",
                        "Leave --cells out to see the rows."));
            }
            try (Rows rows = changes.steps()) {
                return reader.apply(
                        changes.summary(),
                        new RowSteps(new RowChanges(rows), changes.summary().shape()));
            }
        });
    }

    /** Counts rows and cells. */
    public Counts counts(Request request) {
        return workspace.reading(store -> {
            StagedChanges changes = changes(store, request);
            return new Counts(changes.summary(), changes.changedCells());
        });
    }

    private StagedChanges changes(Store store, Request request) {
        States states = new States(store, workspace.engine());
        Endpoints ends = Endpoints.of(request.table(), request.span(), store, states, workspace);
        if (request.everyStep() && !ends.isRecorded()) {
            throw new UsageException(Problem.error(
                    "no-steps",
                    "Cannot show every step of " + ends.now().table().name() + ": it is a view, which stores no rows",
                    "Leave --full out to see what they come to."));
        }
        RowSet diff = request.everyStep() ? ends.log() : ends.net(workspace.now());
        return new StagedChanges(store, ends.subject(request.everyStep()), store.stage(diff), workspace.now());
    }
}
