package hindsight.cli;

import hindsight.cli.Report.Cell;
import hindsight.cli.Report.Grid;
import hindsight.cli.Report.Line;
import hindsight.cli.Report.Part;
import hindsight.cli.Report.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A report for a terminal. Its problems are told as those of every command. */
final class TextReport {
    private TextReport() {}

    static void print(Report report, Output output) {
        report.overview().ifPresent(grid -> print(grid, output));
        report.lead().forEach(line -> output.line(Tone.FAINT, line));
        boolean alone = report.overview().isEmpty();
        for (Part part : report.parts()) {
            if (!alone && part.rows().isEmpty() && part.columns().isEmpty()) {
                continue;
            }
            output.blank();
            output.line(Tone.STRONG, part.name() + ": " + part.counts());
            part.columns().ifPresent(columns -> output.line(columns.word() + ": " + columns.text()));
            part.rows().ifPresent(grid -> print(grid, output));
            if (!part.more().isEmpty()) {
                output.line(Tone.FAINT, part.more());
            }
        }
    }

    private static void print(Grid grid, Output output) {
        boolean signed = grid.lines().stream().anyMatch(line -> line.sign() != Sign.NONE);
        List<TextTable.Column> columns = new ArrayList<>();
        if (signed) {
            columns.add(TextTable.Column.text(""));
        }
        grid.headers().forEach(header -> columns.add(new TextTable.Column(header.text(), header.right())));
        new TextTable(columns)
                .print(grid.lines().stream().map(line -> row(line, signed)).toList(), output);
    }

    private static TextTable.Row row(Line line, boolean signed) {
        Stream<String> cells = line.cells().stream().map(TextReport::text);
        Tone tone = switch (line.sign()) {
            case ADDED -> Tone.GOOD;
            case RETRACTED -> Tone.BAD;
            case CHANGED, NONE -> Tone.PLAIN;
        };
        return new TextTable.Row(
                tone, (signed ? Stream.concat(Stream.of(line.sign().mark()), cells) : cells).toList());
    }

    private static String text(Cell cell) {
        return cell instanceof Report.Changed changed ? changed.before().text() + " -> " + changed.text() : cell.text();
    }
}
