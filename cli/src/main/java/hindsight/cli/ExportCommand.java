package hindsight.cli;

import hindsight.engine.Mover;
import hindsight.run.Export;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the warehouse to open files. */
@Command(
        name = "export",
        description =
                "Writes all that the warehouse remembers to Parquet and JSON files in a new folder. Others may read it meanwhile.",
        footer = {"  hindsight export out", "  hindsight import out --warehouse elsewhere"})
final class ExportCommand implements Action {
    @Parameters(paramLabel = "DIR", description = "The new folder; it may be there if it is empty.")
    private Path target = Path.of("");

    @Override
    public CommandResult perform(Session session) {
        Path folder = session.path(target);
        Mover.Moved moved = new Export(session.workspace()).run(folder);
        return new MovedResult("Exported the warehouse", "export", session.shown(folder), moved);
    }
}
