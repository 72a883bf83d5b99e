package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.RowSet;
import hindsight.history.RowStep;
import hindsight.history.RowStep.Cell;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.WideTable;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.problem.UsageException;
import hindsight.schema.Schema;
import hindsight.time.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the life of a row or of a cell: every commit that changed it, with what it was and what it became. */
public final class History {
    private final Workspace workspace;

    public History(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Which rows. */
    public sealed interface Choice {
        /** As the user wrote it. */
        String text();

        /** The row of one key: {@code d=2025-03-05} or {@code a=1,b=2}. */
        record Key(String text) implements Choice {}

        /** All rows that ever fulfilled a condition; of a table with a key, with everything that became of them. */
        record Where(String text) implements Choice {}
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
        long head = store.resolve(new Position.Head());
        Result result = until(head, request, store);
        if (result.events().isEmpty()) {
            long pruned = store.memory(head).tables().values().stream()
                    .filter(table -> table.name().equals(result.table()))
                    .mapToLong(store.keeping()::prunedUpTo)
                    .max()
                    .orElse(0);
            throw neverThere(request, result.table(), pruned);
        }
        return result;
    }

    /** As {@link #run}, of the table and its commits as of a commit; a row that never was has no events. */
    Result until(long seq, Request request, Store store) {
        TableLookup tables = new TableLookup(store, new States(store, workspace.engine()), workspace.project());
        TableMemory table = tables.everAt(request.table(), seq);
        if (table.isView()) {
            throw new UsageException(Problem.error(
                    "no-history",
                    "Cannot tell the history of " + table.name() + ": it is a view, which stores no rows",
                    "hindsight diff " + table.name() + " A..B compares what it gave at two commits."));
        }
        WideTable wide = WideTable.of(table, tables.formerly(table));
        Schema schema = wide.memory().definition().schema();
        EventReader reader = new EventReader(store, wide, columns(request, table, wide));
        RowSet changes = new RowSet.Log(wide.memory(), Math.min(seq, recordedSince(table, store)), seq);
        RowSet chosen = new RowSet.Query(
                sql(request, store, new HistoryQueries(workspace, table, schema)),
                Map.of(HistoryQueries.CHANGES, changes),
                workspace.now());
        try (Rows rows = store.rows(chosen)) {
            boolean more = reader.read(new RowChanges(rows), request.limit());
            return new Result(table.name(), schema, table.definition().key(), reader.events(), more);
        }
    }

    private long recordedSince(TableMemory table, Store store) {
        long pruned = store.keeping().prunedUpTo(table);
        if (pruned > 0) {
            workspace.warn(Problem.warning(
                    "pruned",
                    "what happened to " + table.name() + " up to #" + pruned + " was pruned",
                    "hindsight diff " + table.name() + " A..B still compares two states of before."));
        }
        return pruned;
    }

    private String sql(Request request, Store store, HistoryQueries queries) {
        String text = request.rows().text();
        return request.rows() instanceof Choice.Key ? queries.byKey(text, store) : queries.where(text);
    }

    private static InvalidException neverThere(Request request, String table, long pruned) {
        return new InvalidException(Problem.error(
                "unknown-row",
                "Cannot tell a history of " + table + ": no commit "
                        + (pruned == 0 ? "ever held" : "since #" + pruned + " changed") + " a row with "
                        + request.rows().text(),
                ""));
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
}
