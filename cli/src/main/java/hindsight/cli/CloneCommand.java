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
        return new Cloned(session.shown(folder), new Clone(session.workspace()).run(folder));
    }

    private record Cloned(String folder, Mover.Moved moved) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("warehouse", folder);
                json.field("seq", moved.seq());
                json.field("bytes", moved.bytes());
            });
        }

        @Override
        public void writeText(Output output) {
            output.line("Cloned the warehouse up to " + CommitText.seq(moved.seq()) + " into " + folder + ", "
                    + ByteSize.text(moved.bytes()) + ".");
        }
    }
}
