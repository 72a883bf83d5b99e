package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.history.RowStep.Cell;
import hindsight.run.History;
import hindsight.run.History.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The life of a row or a cell.
 *
 * @param oneColumn whether one column was asked for
 */
record HistoryResult(History.Result history, boolean oneColumn, CommitText text) implements CommandResult {
    private static final String ARROW = " -> ";

    @Override
    public void writeJson(JsonOutput json) {
        RowShape shape = shape();
        json.object(() -> {
            json.field("table", history.table());
            json.field("key", history.key());
            ColumnsJson.write(history.schema(), Set.of(), json);
            json.name("events")
                    .array(
                            history.events(),
                            event -> json.object(() -> {
                                CommitText.writeEvent(event.commit(), json);
                                json.field("change", event.step().kind());
                                if (!shape.key().isEmpty()) {
                                    json.name("key");
                                    ColumnsJson.row(
                                            shape.keyNames(), event.step().key(), json);
                                }
                                json.name("cells")
                                        .array(
                                                event.cells(),
                                                cell -> json.object(() -> {
                                                    json.field("column", cell.column());
                                                    json.field("old", cell.before());
                                                    json.field("new", cell.after());
                                                }));
                            }));
        });
    }

    @Override
    public void writeText(Output output) {
        List<Column> columns = new ArrayList<>(
                List.of(Column.number("Seq"), Column.text("Time"), Column.text("Kind"), Column.text("Message")));
        shape().keyNames().forEach(name -> columns.add(Column.text(name)));
        columns.add(Column.text(""));
        columns.add(Column.text(oneColumn ? "Value" : "What"));
        new TextTable(columns).print(history.events().stream().map(this::row).toList(), output);
        if (history.more()) {
            output.line(Tone.FAINT, "Later events with --limit N.");
        }
    }

    private TextTable.Row row(Event event) {
        List<String> cells = new ArrayList<>(List.of(
                CommitText.seq(event.commit().seq()),
                text.time(event.commit().at()),
                CommitText.kind(event.commit()),
                DisplayText.cut(CommitText.remarks(event.commit()), 40)));
        event.step().key().forEach(value -> cells.add(DisplayText.of(value)));
        cells.add(event.step().kind().name().toLowerCase(Locale.ROOT));
        cells.add(event.cells().stream().map(cell -> what(event, cell)).collect(Collectors.joining(", ")));
        return new TextTable.Row(event.step().kind() == RowStep.Kind.RETRACTED ? Tone.FAINT : Tone.PLAIN, cells);
    }

    private String what(Event event, Cell cell) {
        String name = oneColumn ? "" : cell.column() + " ";
        return switch (event.step().kind()) {
            case ADDED -> name + DisplayText.of(cell.after());
            case RETRACTED -> name + DisplayText.of(cell.before());
            case CHANGED -> name + DisplayText.of(cell.before()) + ARROW + DisplayText.of(cell.after());
        };
    }

    private RowShape shape() {
        return RowShape.of(history.schema().names(), history.key());
    }
}
