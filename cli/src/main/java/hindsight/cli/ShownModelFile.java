package hindsight.cli;

import hindsight.graph.TracedTable;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.project.SqlText;
import hindsight.run.Show;
import hindsight.schema.Schema;
import hindsight.time.Timeline.Segment;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A model that was never applied, with the columns that it would have. */
record ShownModelFile(Show.Result.OfFile shown) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        ModelSettings settings = shown.model().settings();
        json.object(() -> {
            json.field("name", shown.table().name());
            json.field("role", shown.table().kind());
            json.field("as_of", null);
            json.field("key", settings.key());
            json.field("effective", settings.effective().map(List::of));
            ColumnsJson.write(new Schema(shown.table().columns()), Set.of(), json);
            json.field("rows", null);
            json.field("defined", null);
            json.field("description", settings.description());
            json.field("tests", ShownTable.tests(shown.model()));
            json.objects("logic", sections(), section -> {
                json.field("from", section.range().from());
                json.field("to", section.range().to());
                json.field("version", null);
                json.field("inputs", shown.table().inputs());
                json.field("sql", section.value().text());
            });
        });
    }

    @Override
    public void writeText(Output output) {
        TracedTable table = shown.table();
        ModelSettings settings = shown.model().settings();
        String kind = table.kind().name().toLowerCase(Locale.ROOT);
        output.line(Tone.STRONG, table.name() + ": " + kind + ", not applied yet");
        ShownTable.line("", settings.description(), output);
        ShownTable.line("key", String.join(", ", settings.key()), output);
        ShownTable.line("effective", settings.effective().orElse(""), output);
        ShownTable.line("file", shown.model().path(), output);
        output.blank();
        TextTable.of(TextTable.Column.text("Column"), TextTable.Column.text("Type"))
                .print(
                        table.columns().stream()
                                .map(column -> TextTable.Row.of(
                                        column.name(), column.type().text()))
                                .toList(),
                        output);
        List<String> tests = ShownTable.tests(shown.model());
        if (!tests.isEmpty()) {
            output.blank();
            output.line("Tests: " + String.join(", ", tests));
        }
        for (Segment<SqlText> section : sections()) {
            output.blank();
            output.line(Tone.FAINT, "Logic in its file (reads " + String.join(", ", table.inputs()) + "):");
            output.text(section.value().text());
        }
    }

    private List<Segment<SqlText>> sections() {
        return shown.model().timeline().segments();
    }
}
