package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.History.Choice;
import hindsight.run.Why;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private RowOptions row = new RowOptions();

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
        int page = limit != null ? limit : session.wantsJson() ? MOST_AS_DATA : PAGE;
        if (page < 0 || depth < 0) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot tell less than nothing: " + (page < 0 ? "--limit " + page : "--depth " + depth)
                            + " is less than 0",
                    "Use 0 or more."));
        }
        Choice rows = row.rows("why");
        Why.Request request = new Why.Request(
                row.table(),
                rows,
                row.column(),
                Optional.ofNullable(position).map(session.positions()::position),
                page,
                depth);
        return new WhyResult(new Why(session.workspace()).run(request), rows.text(), CommitText.of(session));
    }
}
