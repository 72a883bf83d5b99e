package hindsight.cli;

import hindsight.cli.Report.Cell;
import hindsight.cli.Report.Fact;
import hindsight.cli.Report.Grid;
import hindsight.cli.Report.Header;
import hindsight.cli.Report.Line;
import hindsight.cli.Report.Part;
import hindsight.cli.Report.Sign;
import hindsight.problem.OneLine;
import hindsight.problem.Problem;
import java.util.Locale;

/** A report as one page of HTML that needs nothing else, readable on light and dark. */
final class HtmlReport {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <style>
            :root { color-scheme: light dark; --text: #1f2328; --faint: #59636e; --ground: #ffffff; --line: #d1d9e0; --head: #f6f8fa;
              --added: #dafbe1; --retracted: #ffebe9; --warn: #9a6700; }
            @media (prefers-color-scheme: dark) {
              :root { --text: #f0f6fc; --faint: #9198a1; --ground: #0d1117; --line: #3d444d; --head: #151b23;
                --added: #12361f; --retracted: #4a1c1c; --warn: #d29922; }
            }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); margin: 2em auto; max-width: 75em;
              padding: 0 1em; }
            h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 2em 0 .5em; }
            .table { overflow-x: auto; } table { border-collapse: collapse; font-size: .9em; }
            th, td { border: 1px solid var(--line); padding: .25em .6em; text-align: left; vertical-align: top; white-space: pre-wrap; }
            th { background: var(--head); } .number { text-align: right; font-variant-numeric: tabular-nums; }
            .added td, ins { background: var(--added); } .retracted td, del { background: var(--retracted); }
            ins { text-decoration: none; } dl { display: grid; grid-template-columns: max-content auto; gap: .1em 1em; margin: .5em 0; }
            dt, .faint { color: var(--faint); } dd { margin: 0; } .warning { color: var(--warn); white-space: pre-wrap; }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder page = new StringBuilder();

    private HtmlReport() {}

    static String of(Report report) {
        HtmlReport writer = new HtmlReport();
        writer.write(report);
        return writer.page.toString();
    }

    private void write(Report report) {
        String title = escaped(report.title());
        page.append(HEAD.formatted(title)).append("<h1>").append(title).append("</h1>\n");
        report.lead().forEach(line -> element("p", "", line));
        for (Problem problem : report.problems()) {
            element("p", "warning", problem.render());
        }
        report.overview().ifPresent(this::grid);
        report.parts().forEach(this::part);
        page.append("</body>\n</html>\n");
    }

    private void part(Part part) {
        element("h2", "", part.name());
        element("p", "", sentence(part.counts()));
        if (!part.facts().isEmpty() || part.columns().isPresent()) {
            page.append("<dl>\n");
            part.facts().forEach(this::fact);
            part.columns().ifPresent(this::fact);
            page.append("</dl>\n");
        }
        part.rows().ifPresent(this::grid);
        if (!part.more().isEmpty()) {
            element("p", "faint", part.more());
        }
    }

    private void fact(Fact fact) {
        page.append("<dt>").append(escaped(fact.word())).append("</dt><dd>");
        page.append(escaped(fact.text())).append("</dd>\n");
    }

    private void grid(Grid grid) {
        boolean signed = grid.lines().stream().anyMatch(line -> line.sign() != Sign.NONE);
        page.append("<div class=\"table\"><table>\n<tr>").append(signed ? "<th></th>" : "");
        for (Header header : grid.headers()) {
            page.append("<th").append(header.right() ? " class=\"number\">" : ">");
            page.append(escaped(header.text())).append("</th>");
        }
        page.append("</tr>\n");
        for (Line line : grid.lines()) {
            page.append("<tr class=\"")
                    .append(line.sign().name().toLowerCase(Locale.ROOT))
                    .append("\">")
                    .append(signed ? "<td>" + line.sign().mark() + "</td>" : "");
            for (int i = 0; i < line.cells().size(); i++) {
                page.append(grid.headers().get(i).right() ? "<td class=\"number\">" : "<td>");
                page.append(cell(line.cells().get(i))).append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static String cell(Cell cell) {
        if (cell instanceof Report.Changed changed) {
            return "<del>" + value(changed.before()) + "</del> → <ins>" + value(changed.after()) + "</ins>";
        }
        return cell instanceof Report.Value value ? value(value) : escaped(cell.text());
    }

    private static String value(Report.Value value) {
        return value.isNull() ? "<i>" + value.text() + "</i>" : escaped(value.text());
    }

    private void element(String name, String kind, String text) {
        page.append('<').append(name).append(kind.isEmpty() ? "" : " class=\"" + kind + "\"");
        page.append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    private static String escaped(String text) {
        return text.lines()
                .map(OneLine::of)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
