package hindsight.cli;

import hindsight.engine.Mover;
import hindsight.run.Clone;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies the warehouse. */
@Command(
        name = "clone",
        description =
                "Copies the warehouse, with all that is remembered, into a new folder. Others may read it meanwhile.",
        footer = {"  hindsight clone /backup/shop", "  hindsight preview --warehouse /backup/shop"})
final class CloneCommand implements Action {
    @Parameters(paramLabel = "PATH", description = "The new folder; it may be there if it is empty.")
    private Path target = Path.of("");

    @Override
    public CommandResult perform(Session session) {
        Path folder = session.path(target);
        Mover.Moved moved = new Clone(session.workspace()).run(folder);
        return new MovedResult("Cloned the warehouse", "warehouse", session.shown(folder), moved);
    }
}
