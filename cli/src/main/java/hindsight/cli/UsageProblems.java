package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.Suggestion;
import hindsight.problem.UsageException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in the house's words what a parser found wrong with a command line. */
final class UsageProblems {
    private UsageProblems() {}

    static UsageException failure(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return new UsageException(
                    unmatched(command, unmatched.getUnmatched().get(0)));
        }
        String message = wrong.getMessage() == null ? "wrong arguments" : wrong.getMessage();
        return new UsageException(Problem.error(
                "wrong-usage",
                "Cannot run " + command.qualifiedName() + ": " + decapitalized(message),
                "See " + command.qualifiedName() + " --help."));
    }

    private static Problem unmatched(CommandSpec command, String word) {
        String program = command.qualifiedName();
        if (word.startsWith("-") && word.length() > 1) {
            List<String> options = command.options().stream()
                    .map(option -> option.longestName())
                    .toList();
            return Problem.error(
                    "unknown-option",
                    "Cannot run " + program + ": there is no option " + word,
                    hint(word, options, program));
        }
        if (command.parent() == null) {
            return Problem.error(
                    "unknown-command",
                    "Cannot run " + program + " " + word + ": there is no such command",
                    hint(word, Catalogue.NAMES, program));
        }
        return Problem.error(
                "unexpected-argument",
                "Cannot run " + program + ": the argument '" + word + "' is one too many",
                "See " + program + " --help.");
    }

    private static String hint(String word, List<String> known, String program) {
        return Suggestion.nearest(word, known)
                .map(name -> "Did you mean " + name + "?")
                .orElse("See " + program + " --help.");
    }

    private static String decapitalized(String message) {
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
