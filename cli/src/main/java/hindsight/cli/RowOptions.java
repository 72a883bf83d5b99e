package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.History.Choice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which row of which table is meant, by its key or by a condition, and which column of it. */
final class RowOptions {
    @Parameters(index = "0", paramLabel = "TABLE", description = "A source or a model.")
    private String table = "";

    @Parameters(
            index = "1..*",
            arity = "0..2",
            paramLabel = "KEY [COLUMN]",
            description =
                    "The row: d=2025-03-05 or a=1,b=2; values with commas in double quotes. Then the only column to tell of.")
    private List<String> words = List.of();

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Instead of a key: the rows that fulfil this condition.")
    private @Nullable String where;

    String table() {
        return table;
    }

    /**
     * The rows.
     *
     * @param command whose words these are
     * @throws UsageException when they are not said, or twice
     */
    Choice rows(String command) {
        int others = words.size() - columnAt();
        if (others < 0 || others > 1) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot tell which row of " + table + " is meant: "
                            + (where == null ? "give its key" : "give a key or a condition, not both"),
                    "hindsight " + command + " " + table + " COLUMN=VALUE, or hindsight " + command + " " + table
                            + " --where \"…\"."));
        }
        return where == null ? new Choice.Key(words.get(0)) : new Choice.Where(where);
    }

    /** The only column to tell of. */
    Optional<String> column() {
        return words.stream().skip(columnAt()).findFirst();
    }

    private int columnAt() {
        return where == null ? 1 : 0;
    }
}
