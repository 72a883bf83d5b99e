package hindsight.cli;

import hindsight.run.Status;
import picocli.CommandLine.Command;

/** Says where the warehouse stands. */
@Command(
        name = "status",
        description = "Says where the warehouse stands: head, what is pending, how fresh each table is, space used.",
        footer = "  hindsight status")
final class StatusCommand implements Action {
    @Override
    public CommandResult perform(Session session) {
        Status.Result status = new Status(session.workspace()).run();
        return new StatusResult(status, CommitText.of(session), session.shown(status.warehouse()));
    }
}
