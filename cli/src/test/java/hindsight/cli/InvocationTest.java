package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Interruption interruption = new Interruption();

    @TempDir
    Path folder;

    @Test
    void failuresDecideTheExitCode() {
        Problem problem = Problem.error("x", "Cannot do it: no", "Do this");
        assertThat(run(failing(new InvalidException(problem)))).isEqualTo(1);
        assertThat(run(failing(new RefusedException(problem)))).isEqualTo(3);
        assertThat(run(failing(new UncheckedIOException(new NoSuchFileException("a.csv")))))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        Cannot do it: no
                          Do this
                        Cannot do it: no
                          Do this
                        Cannot use a.csv: there is no such file or folder
                        """);
        assertThat(output.size()).isZero();
    }

    @Test
    void aDefectIsReportedInAFile() throws IOException {
        assertThat(run(failing(new IllegalStateException("odd")))).isEqualTo(70);
        String told = errors.toString(StandardCharsets.UTF_8);
        assertThat(told).startsWith("Cannot finish: java.lang.IllegalStateException: odd");
        Matcher place = Pattern.compile("report is in (.*)\\.\n").matcher(told);
        assertThat(place.find()).isTrue();
        Path report = Path.of(place.group(1));
        assertThat(report).content().contains("IllegalStateException: odd", "at hindsight.cli.InvocationTest");
        Files.delete(report);
    }

    @Test
    void whatFailsAfterAnInterruptionIsTheInterruption() {
        interruption.request();
        assertThat(run(failing(new IllegalStateException("statement was cancelled"))))
                .isEqualTo(130);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("interrupted", "at its last commit");
    }

    @Test
    void aResultThatBreaksOffIsStillOneDocument() {
        CommandResult broken = new CommandResult() {
            @Override
            public void writeJson(JsonOutput json) {
                json.object(() -> json.name("rows").array(() -> {
                    json.value(1L);
                    throw new InvalidException(Problem.error("broken", "Cannot read on: broken", ""));
                }));
            }

            @Override
            public void writeText(Output text) {}
        };
        assertThat(run(session -> broken, "--json")).isEqualTo(1);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"result\":{\"rows\":[1]},\"problems\":[{\"code\":\"broken\","
                        + "\"severity\":\"error\",\"file\":null,\"line\":null,\"column\":null,"
                        + "\"message\":\"Cannot read on: broken\",\"hint\":\"\"}]}\n");
        assertThat(errors.size()).isZero();
    }

    @Test
    void theStatusLineIsGoneBeforeTheResultIsShown() {
        StringBuilder before = new StringBuilder();
        CommandResult result = new CommandResult() {
            @Override
            public void writeJson(JsonOutput json) {}

            @Override
            public void writeText(Output text) {
                before.append(errors.toString(StandardCharsets.UTF_8));
            }
        };
        Action busy = session -> {
            session.messages().status("compare orders");
            return result;
        };
        assertThat(run(busy, new TerminalTraits(true, true, true, 80), "")).isZero();
        assertThat(before).contains("compare orders").endsWith("\r\u001b[K");
    }

    @Test
    void consentIsNeededFromSomebody() {
        Action asking = session -> {
            session.confirm("Drop it?");
            return new VersionResult();
        };
        assertThat(run(asking)).isEqualTo(3);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("Drop it?", "--yes");
        TerminalTraits person = new TerminalTraits(true, true, true, 80);
        assertThat(run(asking, person, "no\n")).isEqualTo(3);
        assertThat(run(asking, person, "y\n")).isZero();
    }

    private static Action failing(RuntimeException failure) {
        return session -> {
            throw failure;
        };
    }

    private int run(Action action, String... words) {
        return run(action, TerminalTraits.NONE, "", words);
    }

    private int run(Action action, TerminalTraits terminal, String input, String... words) {
        Surroundings surroundings = new Surroundings(
                folder,
                Map.of(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(output, false, StandardCharsets.UTF_8),
                new PrintStream(errors, false, StandardCharsets.UTF_8),
                terminal);
        return new Invocation(surroundings, List.of(words), interruption)
                .run(() -> action)
                .code();
    }
}
