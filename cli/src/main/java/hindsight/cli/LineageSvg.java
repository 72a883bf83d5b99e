package hindsight.cli;

import hindsight.cli.LineageLayout.Box;
import hindsight.graph.LineageGraph.Link;
import hindsight.graph.LineageGraph.Node;
import hindsight.graph.LineageGraph.Role;
import hindsight.problem.OneLine;
import hindsight.run.Trace;
import java.util.Locale;

/** Lineage as a picture that needs nothing else: no script, no font, no style sheet. The same lineage gives the same bytes. */
final class LineageSvg {
    private static final int INSET = 8;
    private static final int BASELINE = 14;
    private static final int LEGEND = 28;
    private static final int LEAST_WIDTH = 420;
    private static final String STYLE = """
            <style>
              text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; }
              .title { font-weight: bold; }
              .box { fill: #ffffff; stroke: #8c959f; }
              .head { fill: #eaeef2; }
              .source { fill: #ddf4ff; }
              .view { fill: #fbefff; }
              .asked { fill: #fff8c5; }
              path { fill: none; stroke: #57606a; stroke-width: 1.4; }
              .choice { stroke-dasharray: 4 3; stroke: #bc4c00; }
              .table { stroke-width: 2; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; } .box { fill: #0d1117; } .head { fill: #21262d; } .source { fill: #0c2d6b; }
                .view { fill: #3c1e70; } .asked { fill: #4b3a00; } path { stroke: #9198a1; } .choice { stroke: #f0883e; }
              }
            </style>
            """;

    private final LineageLayout layout;
    private final Node asked;
    private final StringBuilder svg = new StringBuilder();

    private LineageSvg(Trace.Result traced) {
        this.layout = LineageLayout.of(traced);
        this.asked = traced.node();
    }

    static String of(Trace.Result traced) {
        LineageSvg picture = new LineageSvg(traced);
        picture.draw();
        return picture.svg.toString();
    }

    private void draw() {
        int width = Math.max(LEAST_WIDTH, layout.width());
        int height = layout.height() + LEGEND;
        String size = "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"".formatted(width, height, width, height);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" ").append(size).append(" role=\"img\">\n");
        svg.append("<title>Lineage of ")
                .append(escaped(LineageTree.name(asked)))
                .append("</title>\n");
        svg.append(STYLE);
        layout.boxes().forEach(this::box);
        layout.links().forEach(this::link);
        legend(layout.height() + LEGEND / 2);
        svg.append("</svg>\n");
    }

    private void box(Box box) {
        String kind = box.table().kind().name().toLowerCase(Locale.ROOT);
        svg.append("<g>\n");
        box.table()
                .reason()
                .ifPresent(reason -> svg.append("<title>")
                        .append(escaped("Its columns cannot be traced: " + OneLine.of(reason)))
                        .append("</title>\n"));
        rectangle("box", box, box.y(), box.height());
        rectangle("head " + (isAsked(box, 0) ? "asked" : kind), box, box.y(), LineageLayout.LINE);
        text("title", box, LineageLayout.title(box.table()), box.y());
        for (int i = 0; i < box.columns().size(); i++) {
            Node node = Node.of(box.table().name(), box.columns().get(i));
            int top = box.middle(node) - LineageLayout.LINE / 2;
            if (isAsked(box, 1 + i)) {
                rectangle("asked", box, top, LineageLayout.LINE);
            }
            text("column", box, box.columns().get(i), top);
        }
        svg.append("</g>\n");
    }

    /** @param line 0 for the table itself */
    private boolean isAsked(Box box, int line) {
        return asked.table().equals(box.table().name())
                && asked.column()
                                .map(column -> 1 + box.columns().indexOf(column))
                                .orElse(0)
                        == line;
    }

    private void rectangle(String style, Box box, int y, int height) {
        svg.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\"/>\n"
                .formatted(style, box.x(), y, box.width(), height));
    }

    private void text(String style, Box box, String text, int y) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">".formatted(style, box.x() + INSET, y + BASELINE))
                .append(escaped(OneLine.of(text)))
                .append("</text>\n");
    }

    private void link(Link link) {
        Box from = layout.box(link.from());
        Box to = layout.box(link.to());
        int x1 = from.x() + from.width();
        int bend = (to.x() - x1) / 2;
        String path = "M %d %d C %d %d, %d %d, %d %d"
                .formatted(
                        x1,
                        from.middle(link.from()),
                        x1 + bend,
                        from.middle(link.from()),
                        to.x() - bend,
                        to.middle(link.to()),
                        to.x(),
                        to.middle(link.to()));
        String told = LineageTree.name(link.from())
                + (link.role() == Role.CHOICE ? " decides " : " becomes ")
                + LineageTree.name(link.to());
        svg.append("<path class=\"%s\" d=\"%s\">".formatted(link.role().name().toLowerCase(Locale.ROOT), path))
                .append("<title>")
                .append(escaped(told))
                .append("</title></path>\n");
    }

    private void legend(int y) {
        int x = LineageLayout.MARGIN;
        svg.append("<path class=\"value\" d=\"M %d %d h 30\"/>\n".formatted(x, y));
        svg.append("<text x=\"%d\" y=\"%d\">values</text>\n".formatted(x + 38, y + 4));
        svg.append("<path class=\"choice\" d=\"M %d %d h 30\"/>\n".formatted(x + 110, y));
        svg.append("<text x=\"%d\" y=\"%d\">decides values or rows</text>\n".formatted(x + 148, y + 4));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
