package hindsight.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a report is written, and where: shared by preview and diff. */
final class ReportOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, markdown or html. Default: what the output file's name says, else text.")
    private @Nullable ReportFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to a file, whole or not at all.")
    private @Nullable Path output;

    ReportFormat format() {
        if (format != null) {
            return format;
        }
        return output == null ? ReportFormat.TEXT : ReportFormat.ofFile(output);
    }

    /** Where to write, if not to standard output. */
    Optional<ResultFile.Target> target(Session session) {
        return Optional.ofNullable(output).map(file -> ResultFile.Target.of(file, format(), session));
    }
}
