package hindsight.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own that runs a class of the tests' class path, with the launcher's options; killed when closed. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;
    private final Path errors;

    private JavaProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** @param environment set besides what this process has */
    public static JavaProcess start(Path folder, Map<String, String> environment, Class<?> main, List<String> words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(words);
        Path output = Files.createTempFile("process", ".out");
        Path errors = Files.createTempFile("process", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), output, errors);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, as {@code kill -9} does: nothing of it runs any more. */
    public void kill() {
        process.destroyForcibly();
        exit();
    }

    /** Asks it to stop, as Ctrl-C does. */
    public void interrupt() throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(pid())).start();
    }

    /** Its exit code, once it has ended. */
    public int exit() {
        try {
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("process " + pid() + " does not end: " + errors());
    }

    public String output() {
        return text(output);
    }

    public String errors() {
        return text(errors);
    }

    @Override
    public void close() {
        kill();
        try {
            Files.delete(output);
            Files.delete(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
