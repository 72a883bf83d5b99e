package hindsight.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests made of documents in Markdown: the commands in their {@code console} blocks run as in {@link ScriptTests}, one document after
 * the other from top to bottom, each in an empty folder of its own, and print what the document says. A comment that begins with
 * {@code <!-- console} holds commands that readers do not see. Times, sizes and widths of columns may differ.
 */
public final class DocumentTests {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^(?:```console\\n(?<shown>.*?)^```$|<!-- console\\n(?<hidden>.*?)^-->$)");

    private DocumentTests() {}

    /** One test for each document. */
    public static Stream<DynamicTest> of(List<Path> documents, Program program) {
        return documents.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), file.toUri(), () -> check(file, program)));
    }

    static void check(Path file, Program program) throws IOException {
        String expected = Files.readString(file);
        String actual = Workplace.in(folder -> written(expected, new Shell(folder, program, Transcript.DOCUMENT)));
        if (ScriptTests.REWRITE) {
            Files.writeString(file, actual);
        } else {
            assertThat(comparable(actual)).as("document %s", file).isEqualTo(comparable(expected));
        }
    }

    /** The document with what its commands print now; blocks that do not differ in what matters stay as they are. */
    private static String written(String document, Shell shell) throws IOException {
        StringBuilder text = new StringBuilder();
        int end = 0;
        Matcher blocks = BLOCK.matcher(document);
        while (blocks.find()) {
            text.append(document, end, blocks.start());
            text.append(written(blocks.toMatchResult(), blocks.group("shown"), blocks.group("hidden"), shell));
            end = blocks.end();
        }
        return text.append(document, end, document.length()).toString();
    }

    private static String written(MatchResult block, String shown, String hidden, Shell shell) throws IOException {
        if (shown == null) {
            Script.parse(hidden).run(shell);
            return block.group();
        }
        String actual = Script.parse(shown).run(shell);
        return comparable(actual).equals(comparable(shown)) ? block.group() : "```console\n" + actual + "```";
    }

    private static String comparable(String text) {
        return text.lines()
                .map(line -> Masks.apply(line).replaceAll(" {2,}", "  "))
                .collect(Collectors.joining("\n"));
    }
}
