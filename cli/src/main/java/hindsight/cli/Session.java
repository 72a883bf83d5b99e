package hindsight.cli;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.run.Confirmation;
import hindsight.run.StatedClock;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.time.Positions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One command from its words to its last line: what it may use of its surroundings, and the workspace it works in. */
final class Session implements AutoCloseable {
    private static final String PROJECT_FILE = "hindsight.yml";
    private static final int HELP_WIDTH = 100;

    private final Surroundings surroundings;
    private final List<String> words;
    private final GlobalOptions options;
    private final Interruption interruption;
    private final CommandLog log;
    private @Nullable Messages messages;
    private @Nullable Workspace workspace;

    /** @param options are filled later, when the words are parsed; before that nothing else is asked of the session */
    Session(Surroundings surroundings, List<String> words, GlobalOptions options, Interruption interruption) {
        this.surroundings = surroundings;
        this.words = words;
        this.options = options;
        this.interruption = interruption;
        this.log = new CommandLog(words, () -> Optional.ofNullable(workspace).flatMap(Workspace::warehouse));
    }

    /** The project's workspace; opened when first asked for, closed with the session. */
    Workspace workspace() {
        Workspace open = workspace;
        if (open == null) {
            open = Workspace.open(workspaceOptions(), new ConsoleProgress(messages(), interruption, log));
            workspace = open;
            interruption.onRequest(open::cancel);
        }
        return open;
    }

    /** Reads positions as the user writes them, in the project's zone. */
    Positions positions() {
        return new Positions(workspace().project().settings().timeZone());
    }

    /** A path that the user wrote, made absolute. */
    Path path(Path written) {
        return surroundings.folder().resolve(written).normalize();
    }

    /** A path as the user would write it here. */
    String shown(Path path) {
        Path folder = surroundings.folder();
        if (!path.startsWith(folder)) {
            return path.toString();
        }
        String relative = folder.relativize(path).toString();
        return relative.isEmpty() ? "." : relative;
    }

    /** The folder that the user named as the project. */
    Optional<Path> givenProject() {
        return Optional.ofNullable(options.project).map(this::path);
    }

    boolean isWarehouseGiven() {
        return options.warehouse != null;
    }

    /**
     * Runs another command as if it were typed in a folder, with that folder's project and warehouse. Nobody is there to answer it.
     *
     * @param output where its result goes; what else it says goes where this command's messages go
     */
    Exit run(Path folder, List<String> words, PrintStream output) {
        interruption.check();
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.keySet().removeAll(List.of("HINDSIGHT_WAREHOUSE", "HINDSIGHT_BRANCH"));
        options.author(surroundings.environment()).ifPresent(author -> environment.put("HINDSIGHT_AUTHOR", author));
        if (options.noColour) {
            environment.put("NO_COLOR", "1");
        }
        TerminalTraits terminal = surroundings.terminal();
        return Hindsight.run(
                new Surroundings(
                        folder,
                        environment,
                        InputStream.nullInputStream(),
                        output,
                        surroundings.errors(),
                        new TerminalTraits(false, terminal.output(), terminal.errors(), terminal.width())),
                words,
                interruption);
    }

    /** The working folder. */
    Path folder() {
        return surroundings.folder();
    }

    InputStream input() {
        return surroundings.input();
    }

    boolean wantsJson() {
        return options.json || words.contains("--json");
    }

    /** Who answers questions: with {@code --yes} all are answered, and without a terminal there is nobody to ask. */
    Confirmation confirmation() {
        if (options.yes) {
            return Confirmation.GIVEN;
        }
        boolean there =
                surroundings.terminal().input() && surroundings.terminal().errors();
        return there ? this::ask : Confirmation.NOBODY;
    }

    /**
     * Asks the user, where there is one to ask.
     *
     * @param question such as "Drop table route_day with 4,000 rows?"
     * @throws RefusedException when the answer is no, or nobody can answer
     */
    void confirm(String question) {
        switch (confirmation().ask(question)) {
            case YES -> {}
            case NO -> throw new RefusedException(Problem.error("declined", "Cannot go on: the answer was no", ""));
            case NOBODY ->
                throw new RefusedException(Problem.error(
                        "needs-consent", "Cannot go on without consent: " + question, "Say yes with --yes."));
        }
    }

    Messages messages() {
        Messages known = messages;
        if (known == null) {
            known = new Messages(surroundings, wantsColours(), options.quiet);
            messages = known;
        }
        return known;
    }

    Output output() {
        boolean terminal = surroundings.terminal().output();
        int limit = terminal ? surroundings.terminal().width() : Integer.MAX_VALUE;
        return new Output(surroundings.output(), terminal && wantsColours(), limit);
    }

    int helpWidth() {
        return surroundings.terminal().output()
                ? Math.min(HELP_WIDTH, surroundings.terminal().width())
                : HELP_WIDTH;
    }

    CommandLog log() {
        return log;
    }

    /** What was there to tell so far besides the result. */
    List<Problem> warnings() {
        return workspace == null ? List.of() : workspace.warnings();
    }

    @Override
    public void close() {
        if (workspace != null) {
            workspace.close();
        }
    }

    private boolean wantsColours() {
        return !options.noColour && surroundings.wantsColours();
    }

    private WorkspaceOptions workspaceOptions() {
        return new WorkspaceOptions(
                project(),
                Optional.ofNullable(options.warehouse).map(this::path),
                options.branch(surroundings.environment()),
                options.patience(),
                options.author(surroundings.environment()),
                words,
                surroundings.environment(),
                StatedClock.of(surroundings.environment()));
    }

    private Path project() {
        if (options.project != null) {
            return path(options.project);
        }
        for (Path folder = folder(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(PROJECT_FILE))) {
                return folder;
            }
        }
        throw new InvalidException(Problem.error(
                "no-project",
                "Cannot find a project: there is no " + PROJECT_FILE + " in " + folder() + " or any folder above",
                "Make one with hindsight init, or name one with --project DIR."));
    }

    private Confirmation.Answer ask(String question) {
        messages().ask(question + " [y/N] ");
        return List.of("y", "yes").contains(answer()) ? Confirmation.Answer.YES : Confirmation.Answer.NO;
    }

    private String answer() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input(), StandardCharsets.UTF_8));
        try {
            String line = reader.readLine();
            return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
