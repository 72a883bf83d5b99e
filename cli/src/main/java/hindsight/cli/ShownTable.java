package hindsight.cli;

import hindsight.cli.TextTable.Column;
import hindsight.history.Commit;
import hindsight.history.LogicVersion;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.problem.OneLine;
import hindsight.project.ColumnTest;
import hindsight.project.Effective;
import hindsight.project.ModelDefinition;
import hindsight.run.Show;
import hindsight.time.Timeline.Segment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is remembered of a table. */
record ShownTable(Show.Result.OfTable shown, CommitText text) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        TableMemory table = shown.table();
        TableDefinition definition = table.definition();
        json.object(() -> {
            json.field("name", table.name());
            json.field("role", definition.role());
            json.field("as_of", shown.seq());
            json.field("dropped", table.dropped());
            json.field("key", definition.key());
            json.field("effective", effective().map(Effective::columns));
            json.field("load", definition.load());
            json.field("files", shown.files());
            ColumnsJson.write(definition.schema(), definition.inexact(), json);
            json.field("rows", table.isView() ? null : table.rows());
            json.field("digest", table.isView() ? null : table.digest());
            json.field("defined", table.definedAt());
            json.field("changed", shown.changed().map(Commit::seq));
            json.field("basis", shown.basis().map(Commit::seq));
            json.field("clock", table.model().map(model -> model.clock()));
            json.field(
                    "description", shown.model().map(model -> model.settings().description()));
            json.field("tests", tests());
            json.objects("logic", logic(), segment -> {
                json.field("from", segment.range().from());
                json.field("to", segment.range().to());
                json.field("version", segment.value().number());
                json.field("inputs", segment.value().inputs());
                json.field("sql", segment.value().sql());
            });
        });
    }

    @Override
    public void writeText(Output output) {
        TableMemory table = shown.table();
        String role = table.definition().role().name().toLowerCase(Locale.ROOT);
        output.line(Tone.STRONG, table.name() + ": " + role + (table.dropped() ? ", dropped" : ""));
        shown.model().ifPresent(model -> line("", model.settings().description(), output));
        line("key", String.join(", ", table.definition().key()), output);
        line(
                "effective",
                effective().map(value -> String.join(", ", value.columns())).orElse(""),
                output);
        line(
                "load",
                table.definition()
                        .load()
                        .map(load -> load.name().toLowerCase(Locale.ROOT))
                        .orElse(""),
                output);
        line("files", shown.files() == 0 ? "" : CommitText.count(shown.files()) + " taken", output);
        if (!table.isView()) {
            line("rows", CommitText.count(table.rows()), output);
            line("changed", shown.changed().map(text::named).orElse("never"), output);
            line("digest", table.digest().toString(), output);
        }
        shown.basis().ifPresent(basis -> line("reflects", text.named(basis), output));
        output.blank();
        columns(output);
        for (Segment<LogicVersion> segment : logic()) {
            output.blank();
            output.line(
                    Tone.FAINT,
                    "Logic in force (version " + segment.value().number() + ", reads "
                            + String.join(", ", segment.value().inputs()) + "):");
            output.text(segment.value().sql());
        }
    }

    private void columns(Output output) {
        TableDefinition definition = shown.table().definition();
        List<String> tests = tests();
        TextTable.of(Column.text("Column"), Column.text("Type"), Column.text(""))
                .print(
                        definition.schema().columns().stream()
                                .map(column -> TextTable.Row.of(
                                        column.name(),
                                        column.type().text(),
                                        definition.inexact().contains(column.name()) ? "inexact" : ""))
                                .toList(),
                        output);
        if (!tests.isEmpty()) {
            output.blank();
            output.line("Tests: " + String.join(", ", tests));
        }
    }

    private Optional<Effective> effective() {
        return shown.table().definition().effective();
    }

    private List<Segment<LogicVersion>> logic() {
        return shown.table().model().map(model -> model.inForce().segments()).orElse(List.of());
    }

    private List<String> tests() {
        return shown.model().map(ShownTable::tests).orElse(List.of());
    }

    /** What its file says is to hold of it. */
    static List<String> tests(ModelDefinition model) {
        return model.settings().tests().stream().map(ShownTable::shown).toList();
    }

    private static String shown(ColumnTest test) {
        if (test instanceof ColumnTest.NotNull) {
            return test.column() + " not_null";
        }
        if (test instanceof ColumnTest.Unique) {
            return test.column() + " unique";
        }
        if (test instanceof ColumnTest.AcceptedValues values) {
            return test.column() + " accepted_values [" + String.join(", ", values.values()) + "]";
        }
        ColumnTest.Relationships relation = (ColumnTest.Relationships) test;
        return test.column() + " relationships " + relation.toTable() + "." + relation.toColumn();
    }

    static void line(String name, String value, Output output) {
        if (!value.isBlank()) {
            output.line("  " + name + " ".repeat(Math.max(1, 12 - name.length())) + OneLine.of(value));
        }
    }
}
