package hindsight.cli;

import hindsight.run.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells the life of a row or a cell. */
@Command(
        name = "history",
        description = {
            "Tells the life of a row, or of one of its cells: each value with its commit and cause.",
            "By --where those of all rows that ever fulfilled the condition."
        },
        footer = {
            "  hindsight history orders id=3",
            "  hindsight history orders id=3 amount",
            "  hindsight history visits --where \"page = '/start'\""
        })
final class HistoryCommand implements Action {
    private static final int PAGE = 50;

    @Mixin
    private RowOptions row = new RowOptions();

    @Mixin
    private LimitOption limit = new LimitOption();

    @Override
    public CommandResult perform(Session session) {
        History.Request request =
                new History.Request(row.table(), row.rows("history"), row.column(), limit.orPage(session, PAGE));
        return new HistoryResult(
                new History(session.workspace()).run(request), row.column().isPresent(), CommitText.of(session));
    }
}
