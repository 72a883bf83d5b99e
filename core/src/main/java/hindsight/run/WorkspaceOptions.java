package hindsight.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a workspace is opened with.
 *
 * @param root the project's folder
 * @param warehouse given on the command line; stronger than environment and file
 * @param branch on which commits are made and read
 * @param patience how long to wait for another process to let go of the warehouse
 * @param author given on the command line
 * @param command the words that the user typed, the product's name left out
 * @param environment of the process
 * @param clock read once per workspace
 */
public record WorkspaceOptions(
        Path root,
        Optional<Path> warehouse,
        String branch,
        Duration patience,
        Optional<String> author,
        List<String> command,
        Map<String, String> environment,
        Clock clock) {
    public static final String MAIN = "main";
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    public WorkspaceOptions {
        root = root.toAbsolutePath().normalize();
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The project in {@code root} with everything else as usual, under an empty environment. */
    public static WorkspaceOptions of(Path root, Clock clock) {
        return new WorkspaceOptions(
                root, Optional.empty(), MAIN, PATIENCE, Optional.empty(), List.of(), Map.of(), clock);
    }
}
