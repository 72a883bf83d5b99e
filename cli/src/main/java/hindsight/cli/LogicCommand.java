package hindsight.cli;

import hindsight.run.ModelLogic;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells which logic of a model holds when. */
@Command(
        name = "logic",
        description = {
            "Tells which SQL of a model holds for which effective time, and what its versions differ in.",
            "What its file says by now is told, too, where that is something else."
        },
        footer = {"  hindsight logic daily", "  hindsight logic daily --as-of 12"})
final class LogicCommand implements Action {
    @Parameters(paramLabel = "MODEL", description = "A model.")
    private String model = "";

    @Option(names = "--as-of", paramLabel = "S", description = "As it was then; its file is left aside.")
    private @Nullable String position;

    @Override
    public CommandResult perform(Session session) {
        return new LogicResult(
                new ModelLogic(session.workspace())
                        .run(model, Optional.ofNullable(position).map(session.positions()::position)),
                position != null);
    }
}
