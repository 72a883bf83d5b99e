package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a project on real data and tells a story with it. */
@Command(
        name = "demo",
        description = "Makes a project on real data and walks through it: a minute at most.",
        footer = {"  hindsight demo", "  cd hindsight-demo", "  hindsight log"})
final class DemoCommand implements Action {
    private static final Path DEFAULT = Path.of("hindsight-demo");

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where: a new or empty folder. Default: hindsight-demo.")
    private @Nullable Path folder;

    @Override
    public CommandResult perform(Session session) {
        Path target = folder == null ? session.givenProject().orElse(session.path(DEFAULT)) : session.path(folder);
        if (session.isWarehouseGiven()) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot use another warehouse: the demo has its own",
                    "Leave --warehouse out; the demo keeps everything in its folder."));
        }
        DemoProject.create(target);
        return new DemoTale(DemoStory.parse(DemoProject.text("story.txt")), session, target);
    }
}
