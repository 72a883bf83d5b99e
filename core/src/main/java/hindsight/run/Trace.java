package hindsight.run;

import hindsight.graph.LineageGraph;
import hindsight.graph.LineageGraph.Node;
import hindsight.graph.TracedTable;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.time.Position;
import java.util.List;
import java.util.Optional;

/**
 * Use case: what a table or one of its columns is made of, and what is made of it. Tables that were applied are told of by the logic in
 * force, others as the project's files say. Reads no rows.
 */
public final class Trace {
    private final Workspace workspace;

    public Trace(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What was found.
     *
     * @param graph the table with all that it builds on and all that build on it
     * @param node what was asked for
     * @param seq the commit as of which it is told
     */
    public record Result(LineageGraph graph, Node node, long seq) {
        public TracedTable table() {
            return graph.table(node.table()).orElseThrow();
        }
    }

    /**
     * Traces a table, or a column of it.
     *
     * @param word {@code TABLE} or {@code TABLE.COLUMN}
     * @param asOf by the logic that was in force then; files are left aside
     * @throws InvalidException when there is no such table or column, or where a file that was never applied is wrong
     */
    public Result run(String word, Optional<Position> asOf) {
        return workspace.reading(store -> {
            long seq = store.resolve(asOf.orElseGet(Position.Head::new));
            Memory memory = store.memory(seq);
            LogicTables known = asOf.isPresent() ? LogicTables.remembered(memory) : LogicTables.now(workspace, memory);
            List<LogicTable> tables = known.tables();
            Node wanted = find(word, tables).orElseThrow(() -> missing(word, known, store, seq));
            known.omitted().forEach(this::warn);
            LineageGraph graph = new Tracer(workspace.engine(), tables).around(wanted.table());
            return new Result(graph, checked(wanted, graph), seq);
        });
    }

    /** Names may contain dots: the longest table name counts. */
    private static Optional<Node> find(String word, List<LogicTable> tables) {
        Optional<Node> whole = named(word, tables).map(Node::of);
        for (int dot = word.lastIndexOf('.'); whole.isEmpty() && dot > 0; dot = word.lastIndexOf('.', dot - 1)) {
            String column = word.substring(dot + 1);
            whole = column.isEmpty()
                    ? whole
                    : named(word.substring(0, dot), tables).map(table -> Node.of(table, column));
        }
        return whole;
    }

    private static Optional<String> named(String name, List<LogicTable> tables) {
        return tables.stream()
                .map(LogicTable::name)
                .filter(table -> Name.same(table, name))
                .findFirst();
    }

    private void warn(String omitted) {
        workspace.warn(Problem.warning(
                "left-out",
                "Cannot tell what " + omitted + " is made of: its file, or one that it reads, is wrong",
                "hindsight plan tells all that is to be mended."));
    }

    private InvalidException missing(String word, LogicTables known, Store store, long seq) {
        int dot = word.lastIndexOf('.');
        List<String> names = known.tables().stream().map(LogicTable::name).toList();
        boolean column = dot > 0 && Suggestion.nearest(word, names).isEmpty();
        String table = column ? word.substring(0, dot) : word;
        if (known.omitted().stream().anyMatch(name -> Name.same(name, table))) {
            return new InvalidException(known.problems());
        }
        return new InvalidException(
                new TableLookup(store, new States(store, workspace.engine()), workspace.project()).missing(table, seq));
    }

    /** With the column as the table spells it. */
    private static Node checked(Node node, LineageGraph graph) {
        if (node.column().isEmpty()) {
            return node;
        }
        TracedTable table = graph.table(node.table()).orElseThrow();
        String name = node.column().get();
        if (table.columns().isEmpty()) {
            throw new InvalidException(Problem.error(
                    "unknown-column",
                    "Cannot trace " + table.name() + "." + name + ": its columns are not known, for "
                            + table.reason().orElse("there are none"),
                    "hindsight lineage " + table.name() + " tells which tables it builds on."));
        }
        Column column = table.column(name)
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "unknown-column",
                        "Cannot trace " + table.name() + "." + name + ": " + table.name() + " has no column " + name,
                        Suggestion.hint(
                                name, table.columns().stream().map(Column::name).toList()))));
        return Node.of(table.name(), column.name());
    }
}
