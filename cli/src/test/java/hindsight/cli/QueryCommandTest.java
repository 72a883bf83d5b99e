package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
    private static final TerminalTraits TERMINAL = new TerminalTraits(true, true, true, 40);
    private static final String ENDLESS = "SELECT range AS n FROM range(1000000000000)";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("hindsight.yml"), "name: none\n");
    }

    @Test
    @Timeout(60)
    void showsOnlySoManyRowsOnATerminal() {
        assertThat(run(TERMINAL, output, "query", ENDLESS)).isEqualTo(Exit.DONE);
        List<String> lines = text().lines().toList();
        assertThat(lines).hasSize(1002);
        assertThat(lines.get(1001)).contains("The first 1,000 rows; more with");
        assertThat(lines.get(1001).replaceAll("\u001b\\[\\d*m", "")).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    @Timeout(60)
    void givesAsManyRowsAsAreAskedFor() {
        run(TerminalTraits.NONE, output, "query", ENDLESS, "--limit", "2", "--json");
        assertThat(text()).contains("\"rows\":[{\"n\":0},{\"n\":1}]");
        output.reset();
        run(TerminalTraits.NONE, output, "query", ENDLESS, "--limit", "2", "--format", "csv");
        assertThat(text()).isEqualTo("n\n0\n1\n");
        output.reset();
        run(TerminalTraits.NONE, output, "query", ENDLESS, "--limit", "0", "--format", "json");
        assertThat(text()).isEqualTo("[]\n");
    }

    @Test
    @Timeout(60)
    void stopsWhenNobodyReadsAnyMore() {
        for (String format : List.of("csv", "json", "table")) {
            assertThat(run(TerminalTraits.NONE, new BrokenPipe(), "query", ENDLESS, "--format", format))
                    .isEqualTo(Exit.DONE);
        }
    }

    @Test
    @Timeout(60)
    void stopsWhenInterrupted() {
        String slow = "SELECT count(*) AS n FROM range(1000000000000) AS t(n) WHERE n % 7 = hash(n) % 5";
        Interruption interruption = new Interruption();
        CompletableFuture<Void> impatience = CompletableFuture.runAsync(
                interruption::request, CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));
        assertThat(run(interruption, TerminalTraits.NONE, output, "query", slow))
                .isEqualTo(Exit.INTERRUPTED);
        impatience.join();
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("the command was interrupted");
    }

    @Test
    void readsFilesAndStandardInput() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "a,b\n1,x\n2,y\n");
        String file = folder.resolve("data.csv").toString();
        run(TerminalTraits.NONE, output, "query", "SELECT sum(a) AS a FROM '" + file + "'", "--format", "csv");
        assertThat(text()).isEqualTo("a\n3\n");
        output.reset();
        Files.writeString(folder.resolve("q.sql"), "SELECT max(b) AS b\nFROM read_csv('" + file + "');\n");
        run(TerminalTraits.NONE, output, "query", "-f", "q.sql", "--format", "csv");
        assertThat(text()).isEqualTo("b\ny\n");
        assertThat(run(TerminalTraits.NONE, output, "query", "FROM '" + folder.resolve("none.csv") + "'"))
                .isEqualTo(Exit.FAULT);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("no files found that match the pattern");
    }

    private Exit run(TerminalTraits terminal, OutputStream target, String... words) {
        return run(new Interruption(), terminal, target, words);
    }

    private Exit run(Interruption interruption, TerminalTraits terminal, OutputStream target, String... words) {
        errors.reset();
        Surroundings surroundings = new Surroundings(
                folder,
                Map.of(),
                InputStream.nullInputStream(),
                new PrintStream(target, false, StandardCharsets.UTF_8),
                new PrintStream(errors, false, StandardCharsets.UTF_8),
                terminal);
        return Hindsight.run(surroundings, List.of(words), interruption);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** A reader that went away, like {@code head}. */
    private static final class BrokenPipe extends OutputStream {
        private int bytes;

        @Override
        public void write(int one) throws IOException {
            if (++bytes > 100) {
                throw new IOException("Broken pipe");
            }
        }
    }
}
