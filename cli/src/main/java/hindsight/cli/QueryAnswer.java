package hindsight.cli;

import hindsight.cli.QueryCommand.RowFormat;
import hindsight.run.Query;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The answer to a query on standard output.
 *
 * @param limit how many rows at most
 */
record QueryAnswer(Query query, Query.Request request, RowFormat format, OptionalInt limit) implements CommandResult {
    private static final int TERMINAL_ROWS = 1000;

    @Override
    public void writeJson(JsonOutput json) {
        query.rows(request, (origin, rows) -> {
            json.object(() -> {
                json.field("as_of", origin.seq());
                origin.logic().ifPresent(logic -> {
                    json.field("logic", logic);
                    json.field("published", false);
                });
                ColumnsJson.write(rows.schema(), Set.of(), json);
                RowWriter writer = new RowWriter(rows, limit.orElse(Integer.MAX_VALUE));
                json.name("rows").array(() -> writer.writeJson(json));
            });
            return origin;
        });
    }

    @Override
    public void writeText(Output text) {
        query.rows(request, (origin, rows) -> {
            boolean paged = format == RowFormat.TABLE && text.isTerminal();
            RowWriter writer = new RowWriter(rows, limit.orElse(paged ? TERMINAL_ROWS : Integer.MAX_VALUE));
            switch (format) {
                case TABLE -> {
                    table(writer, text);
                    mark(origin).ifPresent(words -> text.line(Tone.FAINT, words));
                }
                case CSV -> writer.writeCsv(text.stream());
                case JSON -> writer.writeJson(text.stream());
                case PARQUET -> throw new IllegalStateException("Parquet goes to files only");
            }
            return origin;
        });
    }

    /** What tells an answer from what was published. */
    static Optional<String> mark(Query.Origin origin) {
        return origin.logic().stream()
                .mapToObj(logic -> "Unpublished: data of #" + origin.seq() + " by the logic of #" + logic + ".")
                .findFirst();
    }

    private static void table(RowWriter writer, Output text) {
        writer.writeTable(text);
        if (writer.isCut()) {
            text.line(
                    Tone.FAINT,
                    "The first " + CommitText.count(writer.written()) + " rows; more with --limit N or --output FILE.");
        } else {
            text.line(Tone.FAINT, "(" + CommitText.count(writer.written(), "row", "rows") + ")");
        }
    }
}
