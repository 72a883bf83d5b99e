package hindsight.run;

import hindsight.history.CommitContext;
import hindsight.project.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out under which circumstances a command commits. */
final class CommitContexts {
    private static final Pattern SECRET = Pattern.compile("(?i)([^=]*(?:password|secret|token|credential)[^=]*)=.*");
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./^-]+");

    private final WorkspaceOptions options;
    private final GitState git;

    CommitContexts(WorkspaceOptions options) {
        this.options = options;
        this.git = new GitState(options.root());
    }

    /** Begins to find out what takes time. */
    void begin() {
        git.begin();
    }

    /** The command line's word, else git's user, else the system's. */
    String author() {
        return options.author()
                .filter(name -> !name.isBlank())
                .or(git::user)
                .orElseGet(() -> System.getProperty("user.name", "unknown"));
    }

    CommitContext context(Settings settings, Instant now, String engine) {
        Optional<String> commit = git.commit();
        return new CommitContext(
                now,
                settings.timeZone().getId(),
                settings.variables(),
                engine,
                Version.current(),
                commit,
                git.clean(),
                commandLine(options.command()));
    }

    static String commandLine(List<String> words) {
        return words.stream().map(CommitContexts::shown).collect(Collectors.joining(" "));
    }

    private static String shown(String word) {
        String open = SECRET.matcher(word).replaceFirst("$1=***");
        return PLAIN.matcher(open).matches() ? open : "'" + open.replace("'", "'\\''") + "'";
    }
}
