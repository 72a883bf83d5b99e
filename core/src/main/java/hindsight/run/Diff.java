package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowSteps;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.time.Span;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        TableLookup tables = new TableLookup(store, states, workspace.project());
        CommitRange range = CommitRange.of(request.span(), store);
        TableMemory now = tables.at(request.table(), range.upTo());
        Optional<TableMemory> before = tables.before(now, range.after());
        boolean recorded = !now.isView() && before.filter(TableMemory::isView).isEmpty();
        if (request.everyStep() && !recorded) {
            throw new UsageException(Problem.error(
                    "no-steps",
                    "Cannot show every step of " + now.name() + ": it is a view, which stores no rows",
                    "Leave --full out to see what they come to."));
        }
        WideTable wide = WideTable.of(now, before.stream().toList());
        RowSet diff = recorded
                ? recorded(wide.memory(), range, request.everyStep())
                : StateDifference.of(
                        before.map(table -> new StateDifference.Side(table, states.rows(table, range.after()))),
                        new StateDifference.Side(now, states.rows(now, range.upTo())),
                        workspace.now());
        List<String> key = before.filter(table -> !paired(table, now, wide)).isPresent()
                ? List.of()
                : now.definition().key();
        StagedChanges.Subject subject = new StagedChanges.Subject(
                now.name(), range, wide.memory().definition().inexact(), key, request.everyStep());
        return new StagedChanges(store, subject, store.stage(diff), workspace.now());
    }

    private static RowSet recorded(TableMemory table, CommitRange range, boolean everyStep) {
        return everyStep
                ? new RowSet.Log(table, range.after(), range.upTo())
                : new RowSet.NetDiff(table, range.after(), range.upTo());
    }

    /** Whether the key tells which row of before became which row of now. */
    private static boolean paired(TableMemory before, TableMemory now, WideTable wide) {
        List<String> key = now.definition().key();
        return folded(before.definition().key()).equals(folded(key))
                && key.stream().allMatch(name -> wide.named(name).size() == 1);
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Name::folded).toList();
    }
}
