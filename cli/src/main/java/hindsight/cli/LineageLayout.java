package hindsight.cli;

import hindsight.graph.LineageGraph;
import hindsight.graph.LineageGraph.Link;
import hindsight.graph.LineageGraph.Node;
import hindsight.graph.TracedTable;
import hindsight.run.Trace;
import hindsight.schema.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where tables stand in a picture of lineage: each right of all that it reads, near the height of these.
 *
 * @param boxes from left to right and from top to bottom
 */
record LineageLayout(List<Box> boxes, List<Link> links, int width, int height) {
    static final int LINE = 20;
    static final int MARGIN = 16;
    private static final int CHARACTER = 8;
    private static final int ACROSS = 90;
    private static final int DOWN = 18;

    /**
     * A table with those of its columns that are concerned.
     *
     * @param x of the upper left corner
     */
    record Box(TracedTable table, List<String> columns, int x, int y, int width) {
        int height() {
            return LINE * (1 + columns.size()) + (columns.isEmpty() ? 0 : LINE / 4);
        }

        /** The middle of the line that stands for a node. */
        int middle(Node node) {
            int line = node.column().map(column -> 1 + columns.indexOf(column)).orElse(0);
            return y + LINE * line + LINE / 2 + (line == 0 ? 0 : LINE / 8);
        }
    }

    static LineageLayout of(Trace.Result traced) {
        LineageGraph graph = traced.graph();
        Set<Link> links = new LinkedHashSet<>(graph.above(traced.node()));
        links.addAll(graph.below(traced.node()));
        Set<Node> nodes = new LinkedHashSet<>(Set.of(traced.node()));
        links.forEach(link -> {
            nodes.add(link.from());
            nodes.add(link.to());
        });
        List<Box> flat = new ArrayList<>();
        for (TracedTable table : graph.tables()) {
            if (nodes.stream().anyMatch(node -> node.table().equals(table.name()))) {
                List<String> columns = table.columns().stream()
                        .map(Column::name)
                        .filter(column -> nodes.contains(Node.of(table.name(), column)))
                        .toList();
                flat.add(new Box(table, columns, 0, 0, width(table, columns)));
            }
        }
        List<Box> boxes = placed(flat, links);
        int width = boxes.stream().mapToInt(box -> box.x() + box.width()).max().orElse(0);
        int height =
                boxes.stream().mapToInt(box -> box.y() + box.height()).max().orElse(0);
        return new LineageLayout(boxes, List.copyOf(links), width + MARGIN, height + MARGIN);
    }

    static String title(TracedTable table) {
        return table.name() + " (" + table.kind().name().toLowerCase(Locale.ROOT)
                + (table.applied() ? "" : ", not applied") + (table.reason().isPresent() ? ", untraced" : "") + ")";
    }

    Box box(Node node) {
        return boxes.stream()
                .filter(box -> box.table().name().equals(node.table()))
                .findFirst()
                .orElseThrow();
    }

    private static int width(TracedTable table, List<String> columns) {
        int widest = DisplayText.width(title(table));
        for (String column : columns) {
            widest = Math.max(widest, DisplayText.width(column));
        }
        return CHARACTER * (widest + 2);
    }

    private static List<Box> placed(List<Box> boxes, Set<Link> links) {
        Map<Integer, List<Box>> layers = layers(boxes, links);
        Map<String, Box> placed = new HashMap<>();
        List<Box> all = new ArrayList<>();
        int x = MARGIN;
        for (List<Box> layer : layers.values()) {
            layer.sort(Comparator.comparingDouble((Box box) -> height(box, links, placed))
                    .thenComparing(box -> box.table().name()));
            int y = MARGIN;
            int widest = 0;
            for (Box box : layer) {
                Box there = new Box(box.table(), box.columns(), x, y, box.width());
                placed.put(box.table().name(), there);
                all.add(there);
                y += there.height() + DOWN;
                widest = Math.max(widest, box.width());
            }
            x += widest + ACROSS;
        }
        return all;
    }

    /** Tables by how many steps of the picture lead to them at most. */
    private static Map<Integer, List<Box>> layers(List<Box> boxes, Set<Link> links) {
        Map<String, Integer> depths = new HashMap<>();
        Map<Integer, List<Box>> layers = new TreeMap<>();
        for (Box box : boxes) {
            int depth = links.stream()
                    .filter(link -> link.to().table().equals(box.table().name()))
                    .mapToInt(link -> 1 + depths.getOrDefault(link.from().table(), 0))
                    .max()
                    .orElse(0);
            depths.put(box.table().name(), depth);
            layers.computeIfAbsent(depth, missing -> new ArrayList<>()).add(box);
        }
        return layers;
    }

    /** The mean height of what leads to a table. */
    private static double height(Box box, Set<Link> links, Map<String, Box> placed) {
        return links.stream()
                .filter(link -> link.to().table().equals(box.table().name()))
                .flatMap(link -> Optional.ofNullable(placed.get(link.from().table())).stream()
                        .map(from -> from.middle(link.from())))
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0);
    }
}
