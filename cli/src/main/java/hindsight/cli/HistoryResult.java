package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.RowShape;
import hindsight.history.RowStep;
import hindsight.run.History;
import hindsight.run.History.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The life of a row or a cell.
 *
 * @param oneColumn whether one column was asked for
 */
record HistoryResult(History.Result history, boolean oneColumn, CommitText text) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        RowShape shape = shape();
        json.object(() -> {
            json.field("table", history.table());
            json.field("key", history.key());
            ColumnsJson.write(history.schema(), Set.of(), json);
            json.objects("events", history.events(), event -> {
                CommitText.writeEvent(event.commit(), json);
                json.field("change", event.step().kind());
                if (!shape.key().isEmpty()) {
                    json.name("key");
                    ColumnsJson.row(shape.keyNames(), event.step().key(), json);
                }
                EventCells.writeJson(event, json);
            });
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
        cells.add(EventCells.text(event, !oneColumn));
        return new TextTable.Row(event.step().kind() == RowStep.Kind.RETRACTED ? Tone.FAINT : Tone.PLAIN, cells);
    }

    private RowShape shape() {
        return RowShape.of(history.schema().names(), history.key());
    }
}
