package hindsight.cli;

import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowStep.Cell;
import hindsight.run.Diff;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The cells of a diff by key and column, old and new.
 *
 * @param limit how many cells at most
 */
record DiffCells(Diff diff, Diff.Request request, int limit) implements CommandResult {
    private static final String NOTHING = "-";

    @Override
    public void writeJson(JsonOutput json) {
        diff.steps(request, (summary, steps) -> {
            json.object(() -> {
                DiffHeadline.write(summary, json);
                ColumnsJson.write(summary.schema(), summary.inexact(), json);
                json.name("cells").array(() -> write(steps, summary.shape(), json));
            });
            return Set.of();
        });
    }

    private void write(Iterator<RowStep> steps, RowShape shape, JsonOutput json) {
        int written = 0;
        while (steps.hasNext() && written < limit) {
            RowStep step = steps.next();
            for (Cell cell : cells(step, shape)) {
                if (written++ < limit) {
                    write(step, cell, shape, json);
                }
            }
        }
    }

    private void write(RowStep step, Cell cell, RowShape shape, JsonOutput json) {
        json.object(() -> {
            if (request.everyStep()) {
                json.field("_seq", step.seq());
            }
            json.name("key");
            ColumnsJson.row(shape.keyNames(), step.key(), json);
            json.field("change", step.kind());
            json.field("column", cell.column().isEmpty() ? null : cell.column());
            json.field("old", cell.before());
            json.field("new", cell.after());
        });
    }

    @Override
    public void writeText(Output output) {
        diff.steps(request, (summary, steps) -> {
            DiffHeadline.print(summary, output);
            if (!summary.isEmpty()) {
                List<TextTable.Row> rows = rows(steps, summary.shape());
                new TextTable(columns(summary)).print(rows, output);
                if (rows.size() == limit) {
                    output.line(Tone.FAINT, "The first " + CommitText.count(limit) + " cells; more with --limit N.");
                }
            }
            return Set.of();
        });
    }

    private List<TextTable.Column> columns(Diff.Summary summary) {
        List<TextTable.Column> columns = new ArrayList<>();
        if (request.everyStep()) {
            columns.add(TextTable.Column.number("Seq"));
        }
        for (int place : summary.shape().key()) {
            columns.add(RowCells.columns(summary.schema()).get(place));
        }
        columns.add(TextTable.Column.text(""));
        columns.add(TextTable.Column.text("Column"));
        columns.add(TextTable.Column.number("Old"));
        columns.add(TextTable.Column.number("New"));
        return columns;
    }

    private List<TextTable.Row> rows(Iterator<RowStep> steps, RowShape shape) {
        List<TextTable.Row> rows = new ArrayList<>();
        while (steps.hasNext() && rows.size() < limit) {
            RowStep step = steps.next();
            cells(step, shape).stream().limit(limit - rows.size()).forEach(cell -> rows.add(row(step, cell)));
        }
        return rows;
    }

    private TextTable.Row row(RowStep step, Cell cell) {
        List<String> texts = new ArrayList<>();
        if (request.everyStep()) {
            texts.add("#" + step.seq());
        }
        step.key().forEach(value -> texts.add(DisplayText.of(value)));
        texts.add(step.kind().name().toLowerCase(Locale.ROOT));
        texts.add(cell.column());
        texts.add(step.before() == null ? NOTHING : DisplayText.of(cell.before()));
        texts.add(step.after() == null ? NOTHING : DisplayText.of(cell.after()));
        Tone tone = switch (step.kind()) {
            case ADDED -> Tone.GOOD;
            case RETRACTED -> Tone.BAD;
            case CHANGED -> Tone.PLAIN;
        };
        return new TextTable.Row(tone, texts);
    }

    /** A row that came or went without any value outside its key is told, too. */
    private static List<Cell> cells(RowStep step, RowShape shape) {
        List<Cell> cells = step.cells(shape);
        return cells.isEmpty() ? List.of(new Cell("", null, null)) : cells;
    }
}
