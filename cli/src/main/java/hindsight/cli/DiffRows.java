package hindsight.cli;

import hindsight.history.Rows;
import hindsight.run.Diff;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a diff, each with its sign: as data {@code _weight}, and {@code _seq} where every step is wanted.
 *
 * @param limit how many rows at most
 */
record DiffRows(Diff diff, Diff.Request request, int limit) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        diff.rows(request, (summary, rows) -> {
            json.object(() -> {
                DiffHeadline.write(summary, json);
                ColumnsJson.write(summary.schema(), summary.inexact(), json);
                List<String> names = rows.schema().names();
                Iterator<List<@Nullable Object>> cells = new RowCells(rows);
                json.name("rows").array(() -> cells.forEachRemaining(row -> ColumnsJson.row(names, row, json)));
            });
            return Set.of();
        });
    }

    @Override
    public void writeText(Output output) {
        diff.rows(request, (summary, rows) -> {
            DiffHeadline.print(summary, output);
            if (!summary.isEmpty()) {
                print(summary, rows, output);
            }
            return Set.of();
        });
    }

    private void print(Diff.Summary summary, Rows rows, Output output) {
        List<TextTable.Column> columns = new ArrayList<>();
        if (request.everyStep()) {
            columns.add(TextTable.Column.number("Seq"));
        }
        columns.add(TextTable.Column.text(""));
        columns.addAll(RowCells.columns(summary.schema()));
        long[] shown = {0};
        Iterator<List<@Nullable Object>> cells = new RowCells(rows);
        new TextTable(columns)
                .print(
                        new Iterator<>() {
                            @Override
                            public boolean hasNext() {
                                return cells.hasNext();
                            }

                            @Override
                            public TextTable.Row next() {
                                shown[0]++;
                                return row(cells.next());
                            }
                        },
                        output);
        if (shown[0] == limit) {
            output.line(Tone.FAINT, "The first " + CommitText.count(limit) + " rows; more with --limit N.");
        }
    }

    private TextTable.Row row(List<@Nullable Object> values) {
        int weightAt = request.everyStep() ? 1 : 0;
        long weight = ((Number) Objects.requireNonNull(values.get(weightAt))).longValue();
        List<String> cells = new ArrayList<>();
        if (request.everyStep()) {
            cells.add("#" + values.get(0));
        }
        cells.add(sign(weight));
        values.subList(weightAt + 1, values.size()).forEach(value -> cells.add(DisplayText.of(value)));
        return new TextTable.Row(weight > 0 ? Tone.GOOD : Tone.BAD, cells);
    }

    /** A plus or a minus, with how often where that is not once. */
    static String sign(long weight) {
        String copies = Math.abs(weight) == 1 ? "" : Long.toString(Math.abs(weight));
        return (weight > 0 ? "+" : "-") + copies;
    }
}
