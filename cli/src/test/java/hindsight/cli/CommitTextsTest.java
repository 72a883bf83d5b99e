package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and authors may hold anything; what is printed stays in its lines. */
class CommitTextsTest {
    private static final String FORGED = "one\n #9  2025-01-01 00:00:00  apply\r\u001b[31mtwo\u2028\u202ethree";
    private static final String SHOWN = "one\\n #9  2025-01-01 00:00:00  apply\\r\\x1b[31mtwo\\u2028\\u202ethree";
    private static final String LONG = "long ".repeat(2000).strip();

    @TempDir
    private Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("hindsight.yml"), "name: shop\nsources: {a: {load: append}}\n");
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        run("load", "a", "a.csv", "-m", FORGED, "--author", FORGED);
        run("load", "a", "a.csv", "--again", "-m", LONG);
    }

    @Test
    void commitsTakeOneLineEach() {
        for (List<String> words : List.of(List.of("log"), List.of("tag", "x"), List.of("tag"), List.of("status"))) {
            String text = run(words.toArray(String[]::new));
            assertThat(text.lines())
                    .as("%s", words)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(200));
            assertThat(text).doesNotContain("\r", "\u001b", "\u2028", "\u202e");
        }
        assertThat(run("log").lines()).hasSize(3).last().asString().endsWith("  " + SHOWN);
        assertThat(run("log").lines().toList().get(1)).endsWith("long long… [x]");
    }

    @Test
    void aCommitIsShownWithAllOfItsTexts() {
        assertThat(run("show", "1")).contains("\n  message     " + SHOWN + "\n  author      " + SHOWN + "\n");
        assertThat(run("show", "2")).contains("\n  message     " + LONG + "\n");
        assertThat(run("log", "--json")).contains("one\\n #9", "\\r\\u001B[31mtwo", LONG);
    }

    private String run(String... words) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                folder,
                Map.of("HINDSIGHT_CLOCK", "2025-01-01T00:00:00Z"),
                InputStream.nullInputStream(),
                new PrintStream(output, false, StandardCharsets.UTF_8),
                new PrintStream(errors, false, StandardCharsets.UTF_8),
                TerminalTraits.NONE);
        assertThat(Hindsight.run(surroundings, List.of(words), new Interruption()))
                .as(() -> errors.toString(StandardCharsets.UTF_8))
                .isEqualTo(Exit.DONE);
        return output.toString(StandardCharsets.UTF_8);
    }
}
