package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.run.StarterProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does when it is told to stop. */
class SignalTest {
    private static final int STARTED_SECONDS = 3;
    private static final int STOPPED_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void anInterruptedCommandSaysWhereTheWarehouseStands() throws Exception {
        StarterProject.create(folder);
        Process process = start(
                "query", "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11");
        assertThat(process.waitFor(STARTED_SECONDS, TimeUnit.SECONDS)).isFalse();
        interrupt(process);
        assertThat(process.waitFor(STOPPED_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("Cannot finish: the command was interrupted")
                .contains("at its last commit");
        assertThat(process.exitValue()).isEqualTo(130);
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hindsight.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static void interrupt(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
