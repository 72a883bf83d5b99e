package hindsight.cli;

import hindsight.problem.UsageException;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns the words of a command line into an action. */
final class Syntax {
    private final GlobalOptions options;

    /** @param options take what the words say of them */
    Syntax(GlobalOptions options) {
        this.options = options;
    }

    /** @throws UsageException when the words make no command */
    Action parse(List<String> words) {
        try {
            return action(commandLine(options, mentioned(words)).parseArgs(words.toArray(new String[0])));
        } catch (ParameterException wrong) {
            throw UsageProblems.failure(wrong);
        }
    }

    /** The whole command line, with all commands. */
    static CommandLine complete() {
        return commandLine(new GlobalOptions(), Catalogue.NAMES);
    }

    private static CommandLine commandLine(GlobalOptions options, Collection<String> commands) {
        CommandLine line = new CommandLine(options);
        commands.forEach(name -> line.addSubcommand(name, Catalogue.command(name)));
        return line.setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false);
    }

    /** Only commands that the words name are made; all of them where the words name none. */
    private static List<String> mentioned(List<String> words) {
        List<String> named = Catalogue.NAMES.stream().filter(words::contains).toList();
        return named.isEmpty() ? Catalogue.NAMES : named;
    }

    private static Action action(ParseResult parsed) {
        ParseResult last = parsed;
        boolean helpWanted = parsed.isUsageHelpRequested();
        while (last.hasSubcommand()) {
            last = last.subcommand();
            helpWanted |= last.isUsageHelpRequested();
        }
        CommandSpec command = last.commandSpec();
        if (parsed.isVersionHelpRequested()) {
            return session -> new VersionResult();
        }
        if (!helpWanted && command.userObject() instanceof Action action) {
            return action;
        }
        String name = command.parent() == null ? "" : command.name();
        return session -> new HelpResult(name, session.helpWidth());
    }
}
