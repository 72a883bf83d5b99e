package hindsight.cli;

import hindsight.graph.LineageGraph;
import hindsight.graph.LineageGraph.Link;
import hindsight.graph.LineageGraph.Node;
import hindsight.graph.LineageGraph.Role;
import hindsight.graph.TracedTable;
import hindsight.problem.OneLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Lineage as a tree of lines. What was shown with all that is behind it is only named when it comes again. */
final class LineageTree {
    private static final String FORK = "├─ ";
    private static final String LAST = "└─ ";
    private static final String BAR = "│  ";
    private static final String GAP = "   ";

    private final LineageGraph graph;
    private final Output output;
    private final Set<Node> shown = new HashSet<>();

    LineageTree(LineageGraph graph, Output output) {
        this.graph = graph;
        this.output = output;
    }

    static String name(Node node) {
        return OneLine.of(
                node.table() + node.column().map(column -> "." + column).orElse(""));
    }

    /** What it is made of. */
    void up(Node node) {
        branch(graph.sources(node), "", graph::sources, Link::from);
    }

    /** What is made of it. */
    void down(Node node) {
        branch(graph.results(node), "", graph::results, Link::to);
    }

    private void branch(List<Link> links, String indent, Function<Node, List<Link>> next, Function<Link, Node> end) {
        if (links.isEmpty() && indent.isEmpty()) {
            output.line(Tone.FAINT, LAST + "nothing");
        }
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            Node node = end.apply(link);
            boolean last = i == links.size() - 1;
            List<Link> further = next.apply(node);
            boolean again = !shown.add(node) && !further.isEmpty();
            output.line(indent + (last ? LAST : FORK) + name(node) + remarks(link, node, again));
            if (!again) {
                branch(further, indent + (last ? GAP : BAR), next, end);
            }
        }
    }

    private String remarks(Link link, Node node, boolean again) {
        TracedTable table = graph.table(node.table()).orElseThrow();
        List<String> remarks = new ArrayList<>();
        if (node.column().isEmpty() && link.role() != Role.CHOICE) {
            remarks.add(table.kind().name().toLowerCase(Locale.ROOT));
        }
        if (link.role() == Role.CHOICE) {
            remarks.add(decides(link));
        }
        if (!table.applied() && table.kind() != TracedTable.Kind.SOURCE) {
            remarks.add("not applied yet");
        }
        if (table.kind() != TracedTable.Kind.SOURCE) {
            table.reason().ifPresent(reason -> remarks.add("its columns cannot be traced: " + OneLine.of(reason)));
        }
        if (again) {
            remarks.add("as above");
        }
        return remarks.isEmpty() ? "" : "  (" + String.join("; ", remarks) + ")";
    }

    private static String decides(Link link) {
        if (link.from().column().isEmpty()) {
            return "by which rows it has";
        }
        return link.to().column().isEmpty() ? "decides which rows it has" : "decides";
    }
}
