package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.History;
import hindsight.run.History.Choice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells the life of a row or a cell. */
@Command(
        name = "history",
        description = "Tells the life of a row, or of one of its cells: each value with its commit and cause.",
        footer = {
            "  hindsight history orders id=3",
            "  hindsight history orders id=3 amount",
            "  hindsight history visits --where \"page = '/start'\""
        })
final class HistoryCommand implements Action {
    private static final int PAGE = 50;

    @Parameters(index = "0", paramLabel = "TABLE", description = "A source or a model that stores rows.")
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
            description = "Instead of a key: all rows that ever fulfilled this condition.")
    private @Nullable String where;

    @Mixin
    private LimitOption limit = new LimitOption();

    @Override
    public CommandResult perform(Session session) {
        int columnAt = where == null ? 1 : 0;
        if (words.size() < columnAt || words.size() > columnAt + 1) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot tell which row of " + table + " is meant: "
                            + (where == null ? "give its key" : "give a key or a condition, not both"),
                    "hindsight history " + table + " id=3, or hindsight history " + table + " --where \"…\"."));
        }
        Choice rows = where == null ? new Choice.Key(words.get(0)) : new Choice.Where(where);
        Optional<String> column = words.size() > columnAt ? Optional.of(words.get(columnAt)) : Optional.empty();
        History.Request request = new History.Request(table, rows, column, limit.orPage(session, PAGE));
        return new HistoryResult(
                new History(session.workspace()).run(request), column.isPresent(), CommitText.of(session));
    }
}
