package hindsight.cli;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.run.LogicFile;
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
        footer = {
            "  hindsight logic daily",
            "  hindsight logic daily --as-of 12",
            "  hindsight logic daily --write   what is in force, into its file"
        })
final class LogicCommand implements Action {
    @Parameters(paramLabel = "MODEL", description = "A model.")
    private String model = "";

    @Option(names = "--as-of", paramLabel = "S", description = "As it was then; its file is left aside.")
    private @Nullable String position;

    @Option(names = "--write", description = "Write what is in force, or was then, into the model's file.")
    private boolean write;

    @Override
    public CommandResult perform(Session session) {
        ModelLogic.Result logic = new ModelLogic(session.workspace())
                .run(model, Optional.ofNullable(position).map(session.positions()::position));
        return write ? written(session, logic) : new LogicResult(logic, position != null);
    }

    private LogicWritten written(Session session, ModelLogic.Result logic) {
        ModelLogic.Remembered known = logic.remembered()
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "never-applied",
                        "Cannot write what is in force of " + logic.model() + ": it was never applied",
                        "Nothing but its file says what it is.")));
        if (logic.file().isPresent()) {
            session.confirm("Overwrite what the file of " + logic.model() + " says and was not applied?");
        }
        return new LogicWritten(
                logic.model(), new LogicFile(session.workspace()).write(logic.definition(), known.inForce()));
    }

    private record LogicWritten(String model, LogicFile.Written file) implements CommandResult {
        @Override
        public void writeJson(JsonOutput json) {
            json.object(() -> {
                json.field("model", model);
                json.field("file", file.path());
                json.field("changed", file.changed());
            });
        }

        @Override
        public void writeText(Output output) {
            output.line(
                    file.changed() ? "Wrote " + file.path() + "." : file.path() + " says what is in force already.");
        }
    }
}
