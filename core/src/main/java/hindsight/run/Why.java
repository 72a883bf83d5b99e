package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.project.ModelDefinition;
import hindsight.run.History.Choice;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.writer.Dialect;
import hindsight.time.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Use case: why a row, or a cell of it, is what it is: the commits that made it so, the logic in force, and the rows of its inputs that it
 * is made of, down to loads and files; or why there is no such row. Nothing is recorded.
 */
public final class Why {
    private static final int MOST_EVENTS = 10_000;

    private final Workspace workspace;

    public Why(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to explain.
     *
     * @param column the only one to tell of; empty: the row
     * @param asOf the commit as of which; empty: head
     * @param limit how many rows of each table are shown
     * @param depth how many steps down from the table inputs are told of
     */
    public record Request(
            String table, Choice rows, Optional<String> column, Optional<Position> asOf, int limit, int depth) {}

    /**
     * An explanation.
     *
     * @param seq the commit as of which it is told
     * @param column as the table spells it
     * @param events what commits did to the row, or to the cell, up to then; of a view none
     * @param made what the row is made of; empty where there is none
     * @param missing why there is none; empty where there is
     */
    public record Result(
            TableMemory table,
            long seq,
            Optional<String> column,
            List<History.Event> events,
            Optional<Provenance> made,
            Optional<Missing> missing) {
        public Result {
            events = List.copyOf(events);
        }
    }

    /**
     * Explains.
     *
     * @throws hindsight.problem.UsageException when the key or the condition does not fit the table
     * @throws InvalidException when there is no such table or column
     */
    public Result run(Request request) {
        return workspace.reading(store -> run(request, store));
    }

    private Result run(Request request, Store store) {
        States states = new States(store, workspace.engine());
        long seq = store.resolve(request.asOf().orElseGet(Position.Head::new));
        TableLookup lookup = new TableLookup(store, states, workspace.project());
        Seen table = new Seen(lookup.at(request.table(), seq), states.memory(seq));
        Optional<String> column = request.column().map(name -> column(table.table(), name));
        StagedTable rows = chosen(request.rows(), table, store, states);
        List<History.Event> events = events(request, table.table(), column, seq, store);
        Dialect dialect = workspace.engine().dialect();
        if (rows.rows() == 0) {
            return new Result(
                    table.table(),
                    seq,
                    column,
                    events,
                    Optional.empty(),
                    Optional.of(missing(request, table, store, states)));
        }
        WantedRows reader = new WantedRows(store, states, dialect, workspace.now(), request.limit());
        Unfolding unfolding =
                new Unfolding(states, new Contributors(store, states, dialect), reader, this::file, request.depth());
        Provenance made = unfolding.of(table, rows, column);
        return new Result(table.table(), seq, column, events, Optional.of(made), Optional.empty());
    }

    private static String column(TableMemory table, String name) {
        return table.definition()
                .schema()
                .column(name)
                .map(Column::name)
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "unknown-column",
                        "Cannot tell why " + table.name() + "." + name + " is what it is: there is no such column",
                        Suggestion.hint(name, table.definition().schema().names()))));
    }

    /** What identifies the rows. */
    private StagedTable chosen(Choice choice, Seen table, Store store, States states) {
        HistoryQueries queries = new HistoryQueries(
                workspace, table.table(), table.table().definition().schema());
        String names = Identifier.list(Contributors.identifying(table.table()).stream()
                .map(Column::name)
                .toList());
        String from = choice instanceof Choice.Key
                ? HistoryQueries.CHANGES + " WHERE "
                        + new KeyFilter(table.table()).sql(choice.text(), store, workspace.now())
                : "(" + queries.matching(choice.text()) + ")";
        return store.stage(new RowSet.Query(
                "SELECT " + names + " FROM " + from,
                Map.of(HistoryQueries.CHANGES, states.published(table).rows()),
                workspace.now()));
    }

    private List<History.Event> events(
            Request request, TableMemory table, Optional<String> column, long seq, Store store) {
        if (table.isView()) {
            return List.of();
        }
        History.Request whole = new History.Request(table.name(), request.rows(), column, MOST_EVENTS);
        return new History(workspace).until(seq, whole, store).events();
    }

    private Missing missing(Request request, Seen table, Store store, States states) {
        if (table.isSource() || !(request.rows() instanceof Choice.Key key)) {
            return new Missing(List.of());
        }
        String values = new KeyFilter(table.table())
                .values(key.text(), store, workspace.now()).entrySet().stream()
                        .map(value -> "CAST(" + value.getValue() + " AS "
                                + value.getKey().type() + ") AS "
                                + Identifier.quote(value.getKey().name()))
                        .collect(Collectors.joining(", "));
        StagedTable wanted = store.stage(new RowSet.Query("SELECT " + values, Map.of(), workspace.now()));
        return new Missing(new MissingRow(store, states, workspace.engine().dialect()).find(table, wanted));
    }

    private Optional<String> file(String model) {
        return workspace.project().models().stream()
                .filter(definition -> Name.same(definition.name(), model))
                .map(ModelDefinition::path)
                .findFirst();
    }
}
