package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.Relation;
import hindsight.history.RowChange;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowStep.Cell;
import hindsight.history.RowSteps;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.problem.DefectException;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.problem.UsageException;
import hindsight.schema.Schema;
import hindsight.time.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the life of a row or of a cell: every commit that changed it, with what it was and what it became. */
public final class History {
    private final Workspace workspace;

    public History(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Which rows. */
    public sealed interface Choice {
        /** The row of one key, as a user writes it: {@code d=2025-03-05} or {@code a=1,b=2}. */
        record Key(String text) implements Choice {}

        /** All rows that ever fulfilled a condition; of a table with a key, with everything that became of them. */
        record Where(String sql) implements Choice {}
    }

    /**
     * Whose history.
     *
     * @param column the only one to tell of; empty: all
     * @param limit how many events at most, counted from the oldest
     */
    public record Request(String table, Choice rows, Optional<String> column, int limit) {}

    /**
     * A history.
     *
     * @param schema columns of the table, with those that it had only before
     * @param key names of the key columns; empty: a bag
     * @param events ordered by key and seq
     * @param more whether there are more events than the limit
     */
    public record Result(String table, Schema schema, List<String> key, List<Event> events, boolean more) {
        public Result {
            key = List.copyOf(key);
            events = List.copyOf(events);
        }
    }

    /** What a commit did to a row: the whole row, and the cells that are asked for and changed. */
    public record Event(Commit commit, RowStep step, List<Cell> cells) {
        public Event {
            cells = List.copyOf(cells);
        }
    }

    /**
     * Tells a history.
     *
     * @throws UsageException when the key or the condition does not fit the table
     * @throws InvalidException when there is no such table or column, or never was such a row
     */
    public Result run(Request request) {
        return workspace.reading(store -> run(request, store));
    }

    private Result run(Request request, Store store) {
        TableLookup tables = new TableLookup(store, new States(store), workspace.project());
        long head = store.resolve(new Position.Head());
        TableMemory table = tables.everAt(request.table(), head);
        if (table.isView()) {
            throw new UsageException(Problem.error(
                    "no-history",
                    "Cannot tell the history of " + table.name() + ": it is a view, which stores no rows",
                    "hindsight diff " + table.name() + " A..B compares what it gave at two commits."));
        }
        WideTable wide = WideTable.of(table, tables.formerly(table));
        List<String> names = wide.memory().definition().schema().names();
        Set<String> wanted = columns(request, table, wide);
        HistoryQueries queries =
                new HistoryQueries(workspace, table, wide.memory().definition().schema());
        String sql = request.rows() instanceof Choice.Key key
                ? queries.byKey(new KeyFilter(table).sql(KeyText.parse(key.text()), store, workspace.now()))
                : queries.where(((Choice.Where) request.rows()).sql());
        Map<String, Relation> inputs = Map.of(HistoryQueries.CHANGES, new Relation.Log(wide.memory(), 0, head));
        List<Event> events = new ArrayList<>();
        boolean more;
        try (Rows rows = store.rows(new Relation.Query(sql, inputs, workspace.now()))) {
            RowShape shape = RowShape.of(names, table.definition().key());
            more = collect(
                    steps(new RowChanges(rows), shape), new Wanted(shape, wanted, request.limit()), events, store);
        }
        if (events.isEmpty()) {
            throw unknownRow(table, request.rows());
        }
        return new Result(
                table.name(),
                wide.memory().definition().schema(),
                table.definition().key(),
                events,
                more);
    }

    private static InvalidException unknownRow(TableMemory table, Choice rows) {
        String wanted = rows instanceof Choice.Key key ? key.text() : ((Choice.Where) rows).sql();
        return new InvalidException(Problem.error(
                "unknown-row",
                "Cannot tell a history of " + table.name() + ": no commit ever held a row with " + wanted,
                ""));
    }

    private record Wanted(RowShape shape, Set<String> columns, int limit) {}

    /** Whether more was there than is wanted. */
    private static boolean collect(Iterator<RowStep> steps, Wanted wanted, List<Event> events, Store store) {
        Map<Long, Commit> commits = new HashMap<>();
        while (steps.hasNext()) {
            RowStep step = steps.next();
            List<Cell> cells = step.cells(wanted.shape()).stream()
                    .filter(cell -> wanted.columns().contains(cell.column()))
                    .toList();
            if (cells.isEmpty() && step.kind() == RowStep.Kind.CHANGED) {
                continue;
            }
            if (events.size() == wanted.limit()) {
                return true;
            }
            Commit commit = commits.computeIfAbsent(
                    step.seq(),
                    seq -> store.commit(seq)
                            .orElseThrow(
                                    () -> new DefectException("a row was changed by #" + seq + ", which is unknown")));
            events.add(new Event(commit, step, cells));
        }
        return false;
    }

    private static Set<String> columns(Request request, TableMemory table, WideTable wide) {
        List<String> names = wide.memory().definition().schema().names();
        if (request.column().isEmpty()) {
            return Set.copyOf(names);
        }
        String name = request.column().get();
        Set<String> found = wide.named(name);
        if (found.isEmpty()) {
            throw new InvalidException(Problem.error(
                    "unknown-column",
                    "Cannot tell the history of " + table.name() + "." + name + ": there is no such column",
                    Suggestion.hint(name, names)));
        }
        return found;
    }

    private static Iterator<RowStep> steps(Iterator<RowChange> changes, RowShape shape) {
        return shape.key().isEmpty() ? new LoneSteps(changes) : new RowSteps(changes, shape);
    }

    /** Rows of a bag, which nothing pairs. */
    private record LoneSteps(Iterator<RowChange> changes) implements Iterator<RowStep> {
        @Override
        public boolean hasNext() {
            return changes.hasNext();
        }

        @Override
        public RowStep next() {
            RowChange change = changes.next();
            @Nullable List<@Nullable Object> retracted = change.weight() < 0 ? change.values() : null;
            @Nullable List<@Nullable Object> added = change.weight() < 0 ? null : change.values();
            return new RowStep(change.seq(), List.of(), retracted, added);
        }
    }
}
