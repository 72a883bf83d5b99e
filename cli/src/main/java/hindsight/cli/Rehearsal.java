package hindsight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs common commands in one process, so that the virtual machine can note which classes a start needs. What the commands
 * say, and whether they succeed, does not matter.
 */
public final class Rehearsal {
    private static final List<String> COMMANDS = List.of(
            "--version",
            "--help",
            "nothing",
            "init .",
            "run",
            "plan",
            "apply --yes",
            "load",
            "test",
            "status",
            "log",
            "show head",
            "query SELECT+*+FROM+customers",
            "query SELECT+*+FROM+missing",
            "diff customers 0..head",
            "history customers customer=ann",
            "verify",
            "status --json");

    private Rehearsal() {}

    /** Words: an empty folder to work in. */
    public static void main(String[] words) throws IOException {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                InputStream nothing = InputStream.nullInputStream()) {
            Path folder = Path.of(words[0]).toAbsolutePath();
            Surroundings surroundings =
                    new Surroundings(folder, Map.of(), nothing, nowhere, nowhere, TerminalTraits.NONE);
            for (String command : COMMANDS) {
                List<String> typed = Stream.of(command.split(" "))
                        .map(word -> word.replace('+', ' '))
                        .toList();
                Hindsight.run(surroundings, typed, new Interruption());
            }
        }
        System.exit(0);
    }
}
