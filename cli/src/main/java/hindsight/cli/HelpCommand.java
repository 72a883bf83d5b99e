package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.problem.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how the program or a command is used. */
@Command(name = "help", description = "Shows how a command is used.", footer = "  hindsight help init")
final class HelpCommand implements Action {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Default: the program as a whole.")
    private String command = "";

    @Override
    public CommandResult perform(Session session) {
        if (!command.isEmpty() && !Catalogue.NAMES.contains(command)) {
            throw new UsageException(Problem.error(
                    "unknown-command",
                    "Cannot show help for " + command + ": there is no such command",
                    Suggestion.hint(command, Catalogue.NAMES)));
        }
        return new HelpResult(command, session.helpWidth());
    }
}
