package hindsight.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param folder the working folder, absolute: relative paths start here
 * @param output results
 * @param errors progress and messages
 */
record Surroundings(
        Path folder,
        Map<String, String> environment,
        InputStream input,
        PrintStream output,
        PrintStream errors,
        TerminalTraits terminal) {
    private static final int BUFFER = 1 << 16;

    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. Streams are UTF-8 whatever the locale says. */
    static Surroundings ofProcess() {
        return new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                TerminalTraits.ofProcess());
    }

    /** Whether colours may be shown on a stream that is a terminal. */
    boolean wantsColours() {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
                false,
                StandardCharsets.UTF_8);
    }
}
