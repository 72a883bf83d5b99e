package hindsight.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the commands of one script: the program in this process, everything else in the system's shell. */
final class Shell {
    private static final String PROGRAM = "hindsight";

    private final Path home;
    private final Program program;
    private final Transcript transcript;
    private final Map<String, String> environment = new HashMap<>();
    private Path folder;

    Shell(Path home, Program program, Transcript transcript) {
        this.home = home;
        this.program = program;
        this.transcript = transcript;
        this.folder = home;
        environment.put("HINDSIGHT_CLOCK", "2025-01-01T00:00:00Z");
        environment.put("HINDSIGHT_AUTHOR", "tester");
    }

    /** What a command prints, as a script says it. */
    String run(String command) throws IOException {
        Words words = Words.of(command);
        String first = words.command().isEmpty() ? "" : words.command().get(0);
        if (first.equals("cd")) {
            folder = folder.resolve(words.command().get(1)).normalize();
            return "";
        }
        if (first.equals("export")) {
            words.command().stream()
                    .skip(1)
                    .map(word -> word.split("=", 2))
                    .forEach(pair -> environment.put(pair[0], pair[1]));
            return "";
        }
        return first.equals(PROGRAM) ? runProgram(words) : runShell(command);
    }

    private String runProgram(Words words) throws IOException {
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(words.assignments());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit;
        try (InputStream input = open(words.input());
                PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
                PrintStream err = new PrintStream(errors, false, StandardCharsets.UTF_8)) {
            List<String> arguments = words.command().subList(1, words.command().size());
            exit = program.run(new Program.Call(folder, variables, arguments, input, out, err));
        }
        if (words.output() != null) {
            Files.write(folder.resolve(words.output()), output.toByteArray());
            output.reset();
        }
        return shown(output, errors, exit);
    }

    private String runShell(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile("script", ".err");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            process.getInputStream().transferTo(output);
            int exit = process.waitFor();
            ByteArrayOutputStream messages = new ByteArrayOutputStream();
            Files.copy(errors, messages);
            return shown(output, messages, exit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command, interrupted);
        } finally {
            Files.delete(errors);
        }
    }

    private InputStream open(@Nullable String name) throws IOException {
        return name == null ? InputStream.nullInputStream() : Files.newInputStream(folder.resolve(name));
    }

    private String shown(ByteArrayOutputStream output, ByteArrayOutputStream errors, int exit) {
        List<String> lines = new ArrayList<>();
        output.toString(StandardCharsets.UTF_8)
                .stripTrailing()
                .lines()
                .map(Script::escaped)
                .forEach(lines::add);
        errors.toString(StandardCharsets.UTF_8)
                .stripTrailing()
                .lines()
                .map(transcript::error)
                .forEach(lines::add);
        lines.addAll(transcript.ending(exit));
        return lines.stream().map(line -> transcript.shown(line, home) + "\n").collect(Collectors.joining());
    }
}
