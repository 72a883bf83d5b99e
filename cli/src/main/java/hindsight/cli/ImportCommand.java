package hindsight.cli;

import hindsight.engine.Mover;
import hindsight.run.Import;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the warehouse of an export. */
@Command(
        name = "import",
        description = "Makes the warehouse of what hindsight export wrote: all that the exported one remembered.",
        footer = {"  hindsight import out", "  hindsight import out --warehouse elsewhere"})
final class ImportCommand implements Action {
    @Parameters(paramLabel = "DIR", description = "The folder that hindsight export made.")
    private Path export = Path.of("");

    @Override
    public CommandResult perform(Session session) {
        Mover.Moved moved = new Import(session.workspace()).run(session.path(export));
        Path warehouse = session.workspace().project().settings().warehouse();
        return new MovedResult("Imported a warehouse", "warehouse", session.shown(warehouse), moved);
    }
}
