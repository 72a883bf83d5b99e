package hindsight.cli;

import hindsight.cli.LineageCommand.LineageFormat;
import hindsight.run.WholeFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Lineage in a file.
 *
 * @param shown the file as the user would write it
 */
record LineageFile(LineageResult result, LineageFormat format, Path file, String shown) implements CommandResult {
    @Override
    public void writeJson(JsonOutput json) {
        write();
        json.object(() -> {
            json.field("file", shown);
            json.field("format", format);
        });
    }

    @Override
    public void writeText(Output output) {
        write();
        output.line("Wrote " + shown + " as " + format.name().toLowerCase(Locale.ROOT) + ".");
    }

    private void write() {
        WholeFile.write(file, target -> {
            try (PrintStream stream = new PrintStream(Files.newOutputStream(target), false, StandardCharsets.UTF_8)) {
                Output output = new Output(stream, false, Integer.MAX_VALUE);
                if (format == LineageFormat.SVG) {
                    output.text(LineageSvg.of(result.traced()));
                } else {
                    result.writeText(output);
                }
                if (stream.checkError()) {
                    throw new IOException("the rest of " + shown + " could not be written");
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}
