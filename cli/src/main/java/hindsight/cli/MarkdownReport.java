package hindsight.cli;

import hindsight.cli.Report.Cell;
import hindsight.cli.Report.Fact;
import hindsight.cli.Report.Grid;
import hindsight.cli.Report.Line;
import hindsight.cli.Report.Part;
import hindsight.cli.Report.Sign;
import hindsight.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as a comment on GitHub. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport() {}

    static String of(Report report) {
        MarkdownReport writer = new MarkdownReport();
        writer.write(report);
        return writer.text.toString();
    }

    private void write(Report report) {
        line("## " + MarkdownText.prose(report.title()));
        report.lead().forEach(words -> paragraph(MarkdownText.prose(words)));
        if (!report.problems().isEmpty()) {
            line("");
            report.problems().forEach(this::problem);
        }
        report.overview().ifPresent(grid -> grid(grid, true));
        report.parts().forEach(this::part);
    }

    private void problem(Problem problem) {
        String place = problem.place().map(found -> found + ": ").orElse("");
        String hint =
                problem.hint().isEmpty() ? "" : " " + problem.hint().lines().collect(Collectors.joining(" "));
        line("- **Warning:** " + MarkdownText.prose(place + problem.message() + "." + hint));
    }

    private void part(Part part) {
        paragraph("### " + MarkdownText.name(part.name()));
        paragraph(MarkdownText.prose(part.counts()));
        List<Fact> facts = new ArrayList<>(part.facts());
        part.columns().ifPresent(facts::add);
        if (!facts.isEmpty()) {
            line("");
            facts.forEach(fact -> line("- " + fact.word() + ": " + MarkdownText.prose(fact.text())));
        }
        part.rows().ifPresent(grid -> grid(grid, false));
        if (!part.more().isEmpty()) {
            paragraph("_" + MarkdownText.prose(part.more()) + "_");
        }
    }

    /** @param words whether the headers are words of ours, not names of columns */
    private void grid(Grid grid, boolean words) {
        boolean signed = grid.lines().stream().anyMatch(line -> line.sign() != Sign.NONE);
        List<String> headers = new ArrayList<>(signed ? List.of(" ") : List.of());
        List<String> rules = new ArrayList<>(signed ? List.of("---") : List.of());
        grid.headers().forEach(header -> {
            headers.add(words ? header.text() : MarkdownText.name(header.text()));
            rules.add(header.right() ? "--:" : "---");
        });
        line("");
        row(headers);
        row(rules);
        for (Line line : grid.lines()) {
            List<String> cells =
                    new ArrayList<>(signed ? List.of("`" + line.sign().mark() + "`") : List.of());
            line.cells().forEach(cell -> cells.add(cell(cell)));
            row(cells);
        }
    }

    private static String cell(Cell cell) {
        if (cell instanceof Report.Changed changed) {
            return value(changed.before()) + " → **" + value(changed.after()) + "**";
        }
        return cell instanceof Report.Value value ? value(value) : MarkdownText.prose(cell.text());
    }

    private static String value(Report.Value value) {
        return value.plain() ? MarkdownText.prose(value.text()) : MarkdownText.code(value.text());
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void paragraph(String words) {
        line("");
        line(words);
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
