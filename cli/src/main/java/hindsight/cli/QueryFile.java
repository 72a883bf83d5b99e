package hindsight.cli;

import hindsight.cli.QueryCommand.RowFormat;
import hindsight.history.ExportFormat;
import hindsight.run.Query;
import hindsight.run.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * The answer to a query in a file.
 *
 * @param limit how many rows at most
 */
record QueryFile(Query query, Query.Request request, RowFormat format, Target target, OptionalInt limit)
        implements CommandResult {
    /** A file, and its path as the user would write it. */
    record Target(Path file, String shown) {}

    @Override
    public void writeJson(JsonOutput json) {
        write();
        json.object(() -> {
            json.field("file", target.shown());
            json.field("format", format);
            if (request.logic().isPresent()) {
                json.field("published", false);
            }
        });
    }

    @Override
    public void writeText(Output output) {
        write();
        output.line("Wrote " + target.shown() + " as " + format.name().toLowerCase(Locale.ROOT) + "."
                + (request.logic().isPresent() ? " Its rows are unpublished." : ""));
    }

    private void write() {
        switch (format) {
            case CSV -> query.export(request, ExportFormat.CSV, limit, target.file());
            case PARQUET -> query.export(request, ExportFormat.PARQUET, limit, target.file());
            case TABLE ->
                writeRows((writer, stream) -> writer.writeTable(new Output(stream, false, Integer.MAX_VALUE)));
            case JSON -> writeRows(RowWriter::writeJson);
        }
    }

    private void writeRows(BiConsumer<RowWriter, PrintStream> form) {
        WholeFile.write(
                target.file(),
                file -> query.rows(request, (origin, rows) -> {
                    try (PrintStream stream = new PrintStream(
                            new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8)) {
                        form.accept(new RowWriter(rows, limit.orElse(Integer.MAX_VALUE)), stream);
                        if (stream.checkError()) {
                            throw new IOException("the rest of " + target.shown() + " could not be written");
                        }
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                    return origin;
                }));
    }
}
