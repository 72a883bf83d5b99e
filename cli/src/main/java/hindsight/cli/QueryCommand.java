package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.project.SqlText;
import hindsight.run.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a SELECT, now or as of any commit. */
@Command(
        name = "query",
        description =
                "Answers a SELECT over sources, models and files, now or as of any commit, by the logic of then or of another.",
        footer = {
            "  hindsight query \"FROM daily ORDER BY day\"",
            "  hindsight query \"FROM daily\" --as-of 2025-03-05",
            "  hindsight query \"FROM orders AT (VERSION => 12) JOIN orders AS now USING (id)\"",
            "  hindsight query \"FROM daily\" --logic 12   today's data by the logic of commit 12",
            "  hindsight query -f report.sql --output report.parquet"
        })
final class QueryCommand implements Action {
    private static final String STANDARD_INPUT = "-";

    @Parameters(arity = "0..1", paramLabel = "SQL", description = "One SELECT; - reads it from standard input.")
    private @Nullable String sql;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the SELECT from a file.")
    private @Nullable Path file;

    @Option(
            names = "--as-of",
            paramLabel = "S",
            description = "Read all tables as of a seq, a tag or a moment, except those with their own AT clause.")
    private @Nullable String position;

    @Option(
            names = "--logic",
            paramLabel = "S",
            description = "Compute models anew by the logic that was in force at S, except those with an AT clause.")
    private @Nullable String logic;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv, json or parquet. Default: what the output file's name says, else table.")
    private @Nullable RowFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to a file, whole or not at all.")
    private @Nullable Path output;

    @Mixin
    private LimitOption limit = new LimitOption();

    @Override
    public CommandResult perform(Session session) {
        Query.Request request = new Query.Request(
                text(session),
                Optional.ofNullable(position).map(session.positions()::position),
                Optional.ofNullable(logic).map(session.positions()::position));
        Query query = new Query(session.workspace());
        RowFormat wanted = format();
        if (output != null) {
            Path target = session.path(output);
            return new QueryFile(
                    query, request, wanted, new QueryFile.Target(target, session.shown(target)), limit.given());
        }
        if (wanted == RowFormat.PARQUET) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot write Parquet to standard output", "Name a file with --output."));
        }
        return new QueryAnswer(query, request, wanted, limit.given());
    }

    private RowFormat format() {
        if (format != null) {
            return format;
        }
        return output == null ? RowFormat.TABLE : RowFormat.ofFile(output);
    }

    private SqlText text(Session session) {
        if ((sql == null) == (file == null)) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot tell what to ask: give one SELECT, or one file with -f",
                    "hindsight query \"FROM orders\""));
        }
        try {
            if (file != null) {
                return SqlText.of(file.toString(), Files.readString(session.path(file)));
            }
            String words = sql == null ? "" : sql;
            return words.equals(STANDARD_INPUT)
                    ? SqlText.of("standard input", new String(session.input().readAllBytes(), StandardCharsets.UTF_8))
                    : SqlText.of("query", words);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** How rows are written. */
    enum RowFormat {
        TABLE,
        CSV,
        JSON,
        PARQUET;

        /** What a file's name says: CSV where it says nothing. */
        static RowFormat ofFile(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".parquet")) {
                return PARQUET;
            }
            return name.endsWith(".json") ? JSON : CSV;
        }
    }
}
