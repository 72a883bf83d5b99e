package hindsight.cli;

import hindsight.graph.LineageGraph;
import hindsight.graph.LineageGraph.Link;
import hindsight.graph.LineageGraph.Node;
import hindsight.graph.TracedTable;
import hindsight.graph.TracedTable.Trace.Known;
import hindsight.relation.analysis.Origin;
import hindsight.run.Trace;
import hindsight.schema.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lineage as text and as data.
 *
 * @param dated whether the user named the commit
 */
record LineageResult(Trace.Result traced, boolean dated) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        List<Link> up = up();
        List<Link> down = traced.graph().below(traced.node());
        json.object(() -> {
            json.field("table", traced.node().table());
            json.field("column", traced.node().column());
            json.field("as_of", traced.seq());
            json.name("tables").array(tables(up, down), table -> writeJson(table, json));
            json.name("up").array(up, link -> writeJson(link, json));
            json.name("down").array(down, link -> writeJson(link, json));
        });
    }

    private static void writeJson(TracedTable table, JsonOutput json) {
        json.object(() -> {
            json.field("name", table.name());
            json.field("kind", table.kind());
            json.field("applied", table.applied());
            json.field("reads", table.inputs());
            json.field("untraced", table.reason());
            json.objects("columns", table.columns(), column -> {
                json.field("name", column.name());
                json.field("type", column.type().text());
            });
        });
    }

    private static void writeJson(Link link, JsonOutput json) {
        json.object(() -> {
            json.name("from");
            writeJson(link.from(), json);
            json.name("to");
            writeJson(link.to(), json);
            json.field("role", link.role());
        });
    }

    private static void writeJson(Node node, JsonOutput json) {
        json.object(() -> {
            json.field("table", node.table());
            json.field("column", node.column());
        });
    }

    /** Of a table also what each of its columns is made of. */
    private List<Link> up() {
        LineageGraph graph = traced.graph();
        List<Link> up = new ArrayList<>(graph.above(traced.node()));
        boolean known = traced.table().trace() instanceof Known;
        if (known && traced.node().column().isEmpty()) {
            traced.table()
                    .columns()
                    .forEach(column ->
                            up.addAll(graph.sources(Node.of(traced.node().table(), column.name()))));
        }
        return up;
    }

    private List<TracedTable> tables(List<Link> up, List<Link> down) {
        Set<String> named = Stream.concat(up.stream(), down.stream())
                .flatMap(link -> Stream.of(link.from(), link.to()))
                .map(Node::table)
                .collect(Collectors.toSet());
        named.add(traced.node().table());
        return traced.graph().tables().stream()
                .filter(table -> named.contains(table.name()))
                .toList();
    }

    @Override
    public void writeText(Output output) {
        TracedTable table = traced.table();
        output.line(Tone.STRONG, heading(table));
        if (dated) {
            output.line(Tone.FAINT, "As of " + CommitText.seq(traced.seq()) + ".");
        }
        boolean source = table.kind() == TracedTable.Kind.SOURCE;
        if (!table.applied()) {
            output.line(
                    Tone.FAINT, source ? "Nothing was loaded yet." : "Not applied yet: this is what its file says.");
        }
        if (!source) {
            table.reason().ifPresent(reason -> output.line("Its columns cannot be traced: " + reason + "."));
            output.blank();
            output.line(Tone.STRONG, "Made of");
            new LineageTree(traced.graph(), output).up(traced.node());
        }
        output.blank();
        output.line(Tone.STRONG, "Used in");
        new LineageTree(traced.graph(), output).down(traced.node());
        if (traced.node().column().isEmpty() && table.trace() instanceof Known known) {
            output.blank();
            columns(table, known, output);
        }
    }

    private String heading(TracedTable table) {
        String kind = table.kind().name().toLowerCase(Locale.ROOT);
        return traced.node()
                .column()
                .flatMap(table::column)
                .map(column -> LineageTree.name(traced.node()) + ": "
                        + column.type().text() + ", column of " + kind + " " + table.name())
                .orElseGet(() -> table.name() + ": " + kind);
    }

    private static void columns(TracedTable table, Known known, Output output) {
        List<TextTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            rows.add(TextTable.Row.of(
                    column.name(),
                    column.type().text(),
                    named(known.lineage().columns().get(i).values()),
                    named(known.lineage().columns().get(i).choices())));
        }
        TextTable.of(
                        TextTable.Column.text("Column"),
                        TextTable.Column.text("Type"),
                        TextTable.Column.text("Made of"),
                        TextTable.Column.text("Decided by"))
                .print(rows, output);
        if (!known.lineage().rows().isEmpty()) {
            output.blank();
            output.line("Which rows there are is decided by: "
                    + named(known.lineage().rows()));
        }
    }

    private static String named(Collection<Origin> origins) {
        Set<String> names = new TreeSet<>();
        origins.forEach(origin -> names.add(origin.table() + "." + origin.column()));
        return String.join(", ", names);
    }
}
