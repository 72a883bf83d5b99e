package hindsight.graph;

import hindsight.graph.TracedTable.Trace;
import hindsight.relation.analysis.Derivation;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.Origin;
import hindsight.schema.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tables and columns are made of, and what is made of them. Names are those of the tables, in the letter case of these. */
public final class LineageGraph {
    private final Map<String, TracedTable> tables = new LinkedHashMap<>();

    /** @param tables each behind those that it reads */
    public LineageGraph(Collection<TracedTable> tables) {
        tables.forEach(table -> this.tables.put(Name.folded(table.name()), table));
    }

    /**
     * A column, or a table as a whole: whatever is in it.
     *
     * @param column empty: the table
     */
    public record Node(String table, Optional<String> column) {
        public static Node of(String table) {
            return new Node(table, Optional.empty());
        }

        public static Node of(String table, String column) {
            return new Node(table, Optional.of(column));
        }
    }

    /** How one thing goes into another. */
    public enum Role {
        /** Its values become part of the other's. */
        VALUE,
        /** It decides which values, or which rows: in a condition, a join, a group, an order. */
        CHOICE,
        /** The table is read; which column becomes which is not told. */
        TABLE
    }

    /** One step. */
    public record Link(Node from, Node to, Role role) {}

    /** All tables, each behind those that it reads. */
    public List<TracedTable> tables() {
        return List.copyOf(tables.values());
    }

    /** The table of a name, in any letter case. */
    public Optional<TracedTable> table(String name) {
        return Optional.ofNullable(tables.get(Name.folded(name)));
    }

    /** What it is made of in one step. */
    public List<Link> sources(Node node) {
        TracedTable table = table(node.table()).orElseThrow();
        if (node.column().isEmpty() || table.trace() instanceof Trace.Unknown) {
            return inputs(table)
                    .map(input -> new Link(Node.of(input.name()), node, Role.TABLE))
                    .toList();
        }
        return table.trace() instanceof Trace.Known known ? sources(node, table, known.lineage()) : List.of();
    }

    private List<Link> sources(Node node, TracedTable table, Lineage.Result lineage) {
        Derivation made = lineage.columns().get(table.position(node.column().orElseThrow()));
        Set<Origin> choices = new LinkedHashSet<>(made.choices());
        choices.addAll(lineage.rows());
        choices.removeAll(made.values());
        List<Link> links = new ArrayList<>(links(node, table, Role.VALUE, made.values()));
        links.addAll(links(node, table, Role.CHOICE, choices));
        Set<String> told = links.stream().map(link -> link.from().table()).collect(Collectors.toSet());
        inputs(table)
                .filter(input -> !told.contains(input.name()))
                .forEach(input -> links.add(new Link(Node.of(input.name()), node, Role.CHOICE)));
        return links;
    }

    private List<Link> links(Node to, TracedTable table, Role role, Set<Origin> origins) {
        return inputs(table)
                .flatMap(input -> input.columns().stream().map(column -> Node.of(input.name(), column.name())))
                .filter(from -> origins.stream().anyMatch(origin -> is(origin, from)))
                .map(from -> new Link(from, to, role))
                .toList();
    }

    /** What is made of it in one step. */
    public List<Link> results(Node node) {
        List<Link> links = new ArrayList<>();
        for (TracedTable table : tables.values()) {
            if (table.reads(node.table())) {
                if (node.column().isPresent() && table.trace() instanceof Trace.Known known) {
                    links.addAll(results(node, table, known.lineage()));
                } else {
                    links.add(new Link(node, Node.of(table.name()), Role.TABLE));
                }
            }
        }
        return links;
    }

    private static List<Link> results(Node node, TracedTable table, Lineage.Result lineage) {
        List<Link> links = new ArrayList<>();
        boolean rows = lineage.rows().stream().anyMatch(origin -> is(origin, node));
        for (int i = 0; i < table.columns().size(); i++) {
            Derivation made = lineage.columns().get(i);
            Node to = Node.of(table.name(), table.columns().get(i).name());
            if (made.values().stream().anyMatch(origin -> is(origin, node))) {
                links.add(new Link(node, to, Role.VALUE));
            } else if (!rows && made.choices().stream().anyMatch(origin -> is(origin, node))) {
                links.add(new Link(node, to, Role.CHOICE));
            }
        }
        if (rows) {
            links.add(new Link(node, Node.of(table.name()), Role.CHOICE));
        }
        return links;
    }

    /** Every step from where it comes from, its own first. */
    public List<Link> above(Node node) {
        return reached(node, this::sources, Link::from);
    }

    /** Every step to what is made of it, its own first. */
    public List<Link> below(Node node) {
        return reached(node, this::results, Link::to);
    }

    private static List<Link> reached(Node start, Function<Node, List<Link>> step, Function<Link, Node> end) {
        List<Link> all = new ArrayList<>();
        Set<Node> seen = new HashSet<>(Set.of(start));
        Deque<Node> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (Link link : step.apply(open.remove())) {
                all.add(link);
                if (seen.add(end.apply(link))) {
                    open.add(end.apply(link));
                }
            }
        }
        return all;
    }

    private Stream<TracedTable> inputs(TracedTable table) {
        return table.inputs().stream().flatMap(input -> table(input).stream());
    }

    private static boolean is(Origin origin, Node column) {
        return Name.same(origin.table(), column.table())
                && column.column()
                        .filter(name -> Name.same(name, origin.column()))
                        .isPresent();
    }
}
