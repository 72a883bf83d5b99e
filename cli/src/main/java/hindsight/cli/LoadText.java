package hindsight.cli;

import hindsight.run.LoadResult;
import hindsight.run.LoadResult.LoadedTable;
import java.util.List;
import java.util.Locale;

/** What a load did, in words and JSON. */
record LoadText(LoadResult result) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        json.object(() -> {
            json.field("seq", result.seq());
            json.name("tables").array(result.tables(), table -> write(table, json));
        });
    }

    @Override
    public void writeText(Output output) {
        if (!result.tables().isEmpty()) {
            TextTable.of(
                            TextTable.Column.text("Source"),
                            TextTable.Column.number("Files"),
                            TextTable.Column.number("Known already"),
                            TextTable.Column.number("Rows read"),
                            TextTable.Column.number("Added"),
                            TextTable.Column.number("Retracted"))
                    .print(result.tables().stream().map(LoadText::row).toList(), output);
        }
        if (result.seq().isPresent()) {
            output.line(Tone.GOOD, "Recorded #" + result.seq().getAsLong() + ".");
        } else {
            output.line(Tone.FAINT, "Nothing to record: no row differs.");
        }
    }

    private static TextTable.Row row(LoadedTable table) {
        boolean changed = table.added() + table.retracted() > 0;
        return new TextTable.Row(
                changed ? Tone.PLAIN : Tone.FAINT,
                List.of(
                        table.name(),
                        count(table.files()),
                        table.skipped() == 0 ? "" : count(table.skipped()),
                        count(table.read()),
                        count(table.added()),
                        count(table.retracted())));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void write(LoadedTable table, JsonOutput json) {
        json.object(() -> {
            json.field("name", table.name());
            json.field("added", table.added());
            json.field("retracted", table.retracted());
            json.field("read", table.read());
            json.field("files", table.files());
            json.field("skipped", table.skipped());
        });
    }
}
