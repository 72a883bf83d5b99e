package hindsight.cli;

import hindsight.run.Trace;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a table or a column is made of, and what is made of it. */
@Command(
        name = "lineage",
        description = {
            "Tells what a table or one of its columns is made of, down to sources, and what is made of it.",
            "Tables that were applied are told of by the logic in force, others as their files say."
        },
        footer = {
            "  hindsight lineage daily",
            "  hindsight lineage daily.total",
            "  hindsight lineage daily.total --as-of 12",
            "  hindsight lineage daily --output daily.svg"
        })
final class LineageCommand implements Action {
    @Parameters(paramLabel = "TABLE[.COLUMN]", description = "A source, a model, or a column of one.")
    private String word = "";

    @Option(names = "--as-of", paramLabel = "S", description = "By the logic that was in force then.")
    private @Nullable String position;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text or svg. Default: what the output file's name says, else text.")
    private @Nullable LineageFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to a file, whole or not at all.")
    private @Nullable Path output;

    @Override
    public CommandResult perform(Session session) {
        Trace.Result traced = new Trace(session.workspace())
                .run(word, Optional.ofNullable(position).map(session.positions()::position));
        LineageResult result = new LineageResult(traced, position != null);
        LineageFormat wanted = format();
        CommandResult told = wanted == LineageFormat.SVG ? new LineagePicture(result) : result;
        return output == null ? told : new ResultFile(told, ResultFile.Target.of(output, wanted, session));
    }

    private LineageFormat format() {
        if (format != null) {
            return format;
        }
        boolean picture =
                output != null && output.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
        return picture ? LineageFormat.SVG : LineageFormat.TEXT;
    }

    /** How lineage is written. */
    enum LineageFormat {
        TEXT,
        SVG
    }
}
