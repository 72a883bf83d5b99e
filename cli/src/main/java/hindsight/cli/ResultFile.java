package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.run.WholeFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A result as text in a file. */
record ResultFile(CommandResult result, Target target) implements CommandResult {
    /**
     * A file to write.
     *
     * @param shown the file as the user would write it
     * @param format how it is written
     */
    record Target(Path file, String shown, Enum<?> format) {
        static Target of(Path written, Enum<?> format, Session session) {
            Path file = session.path(written);
            return new Target(file, session.shown(file), format);
        }

        /** Writes it whole or not at all. */
        void write(Consumer<Output> writer) {
            WholeFile.write(file, part -> {
                try (PrintStream stream = new PrintStream(Files.newOutputStream(part), false, StandardCharsets.UTF_8)) {
                    writer.accept(new Output(stream, false, Integer.MAX_VALUE));
                    if (stream.checkError()) {
                        throw new IOException("the rest of " + shown + " could not be written");
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }

        /** Such as {@code Wrote review.md as markdown.} */
        String told() {
            return "Wrote " + shown + " as " + format.name().toLowerCase(Locale.ROOT) + ".";
        }
    }

    @Override
    public void writeJson(JsonOutput json) {
        target.write(result::writeText);
        json.object(() -> {
            json.field("file", target.shown());
            json.field("format", target.format());
        });
    }

    @Override
    public void writeText(Output output) {
        target.write(result::writeText);
        output.line(target.told());
    }

    @Override
    public List<Problem> problems() {
        return result.problems();
    }

    @Override
    public Exit exit() {
        return result.exit();
    }
}
