package hindsight.cli;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.run.WorkspaceOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
@Command(
        name = "hindsight",
        description = "A SQL transformation engine that remembers.",
        footer = {
            "  hindsight init shop     a small project that works at once",
            "  cd shop",
            "  hindsight run           load its files, build its models",
            "  hindsight COMMAND --help"
        })
final class GlobalOptions {
    @Option(
            names = "--project",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The project. Default: the nearest folder upwards with hindsight.yml.")
    @Nullable
    Path project;

    @Option(
            names = "--warehouse",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Where everything remembered is kept. Default: HINDSIGHT_WAREHOUSE, or what hindsight.yml says.")
    @Nullable
    Path warehouse;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The branch to work on. Default: HINDSIGHT_BRANCH, or main.")
    @Nullable
    String branch;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "How long to wait while another process holds the warehouse. Default: 30.")
    @Nullable
    Integer wait;

    @Option(
            names = "--author",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "In whose name commits are made. Default: HINDSIGHT_AUTHOR, git's user, or the system's.")
    @Nullable
    String author;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Give one JSON document on standard output, also on failure.")
    boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "No progress and no messages but problems.")
    boolean quiet;

    @Option(names = "--yes", scope = ScopeType.INHERIT, description = "Take every question as answered with yes.")
    boolean yes;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; NO_COLOR does the same.")
    boolean noColour;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show how the command is used.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    /** The branch that the command line or the environment names. */
    String branch(Map<String, String> environment) {
        if (branch != null) {
            return branch;
        }
        String wanted = environment.getOrDefault("HINDSIGHT_BRANCH", "");
        return wanted.isEmpty() ? WorkspaceOptions.MAIN : wanted;
    }

    /** The name that the command line or the environment gives. */
    Optional<String> author(Map<String, String> environment) {
        return Optional.ofNullable(author).or(() -> Optional.ofNullable(environment.get("HINDSIGHT_AUTHOR")));
    }

    /** @throws UsageException when it is negative */
    Duration patience() {
        if (wait == null) {
            return WorkspaceOptions.PATIENCE;
        }
        if (wait < 0) {
            throw new UsageException(Problem.error(
                    "wrong-usage", "Cannot wait " + wait + " seconds: that is less than none", "Use 0 or more."));
        }
        return Duration.ofSeconds(wait);
    }
}
