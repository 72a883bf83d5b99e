package hindsight.cli;

import hindsight.run.DataTests;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the data tests. */
@Command(
        name = "test",
        description = "Runs the tests of columns and the test files on what is published.",
        footer = {"  hindsight test", "  hindsight test --select daily"})
final class TestCommand implements Action {
    @Option(
            names = "--select",
            paramLabel = "MODELS",
            description = "Only tests of these models, and test files that read one of them.")
    private @Nullable String select;

    @Override
    public CommandResult perform(Session session) {
        return new TestsResult(new DataTests(session.workspace()).run(Optional.ofNullable(select)));
    }
}
