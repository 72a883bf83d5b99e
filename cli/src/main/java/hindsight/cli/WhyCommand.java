package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.History.Choice;
import hindsight.run.Why;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells why a row or a cell is what it is. */
@Command(
        name = "why",
        description = {
            "Tells why a row, or one of its cells, is what it is: the commits that made it so, the logic in force for it,",
            "and the rows that it is made of, down to loads and files. Of a row that is missing: what lost it."
        },
        footer = {
            "  hindsight why daily day=2025-03-05",
            "  hindsight why daily day=2025-03-05 total",
            "  hindsight why daily day=2025-03-05 total --as-of 12 --depth 1",
            "  hindsight why visits --where \"page = '/start'\""
        })
final class WhyCommand implements Action {
    private static final int PAGE = 5;
    private static final int MOST_AS_DATA = 100;

    @Parameters(index = "0", paramLabel = "TABLE", description = "A source, a model or a view.")
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

    @Option(names = "--as-of", paramLabel = "S", description = "As it was then.")
    private @Nullable String position;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many rows of each table are shown at most. Default: 5, with --json 100.")
    private @Nullable Integer limit;

    @Option(names = "--depth", paramLabel = "N", description = "How many steps down to go. Default: down to sources.")
    private int depth = Integer.MAX_VALUE;

    @Override
    public CommandResult perform(Session session) {
        int columnAt = where == null ? 1 : 0;
        if (words.size() < columnAt || words.size() > columnAt + 1) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot tell which row of " + table + " is meant: "
                            + (where == null ? "give its key" : "give a key or a condition, not both"),
                    "hindsight why " + table + " id=3, or hindsight why " + table + " --where \"…\"."));
        }
        int page = limit != null ? limit : session.wantsJson() ? MOST_AS_DATA : PAGE;
        if (page < 0 || depth < 0) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot tell less than nothing: --limit and --depth are at least 0", ""));
        }
        Choice rows = where == null ? new Choice.Key(words.get(0)) : new Choice.Where(where);
        Optional<String> column = words.size() > columnAt ? Optional.of(words.get(columnAt)) : Optional.empty();
        Why.Request request = new Why.Request(
                table, rows, column, Optional.ofNullable(position).map(session.positions()::position), page, depth);
        return new WhyResult(
                new Why(session.workspace()).run(request),
                where == null ? words.get(0) : where,
                CommitText.of(session));
    }
}
