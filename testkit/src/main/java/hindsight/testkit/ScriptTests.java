package hindsight.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests made of scripts. A script is a text with commands and what they print:
 *
 * <pre>
 * # What this is about.
 * $ hindsight init shop
 * Made project shop in shop:
 *
 * $ cat &gt; shop/models/a.sql &lt;&lt;'EOF'
 * SELECT 1
 * EOF
 * $ hindsight nothing
 * ! Cannot run hindsight nothing: there is no such command
 * [exit 2]
 * </pre>
 *
 * Lines after {@code !} come from standard error. {@code hindsight} runs in this process, with an optional
 * {@code < file} or {@code > file}; {@code cd} and {@code export} work as in a shell, which runs everything else. A script
 * starts in an empty folder at HINDSIGHT_CLOCK 2025-01-01T00:00:00Z as the author "tester". What changes from run to run is
 * masked. With {@code -Dhindsight.golden=rewrite} scripts are written anew instead of compared.
 */
public final class ScriptTests {
    static final boolean REWRITE = System.getProperty("hindsight.golden", "").equals("rewrite");

    private ScriptTests() {}

    /** One test for each {@code .txt} file in a folder, in the order of their names. */
    public static Stream<DynamicTest> in(Path folder, Program program) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            return scripts.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(), file.toUri(), () -> check(file, program)));
        }
    }

    static void check(Path file, Program program) throws IOException {
        Script script = Script.parse(Files.readString(file));
        String actual = Workplace.in(folder -> script.run(new Shell(folder, program, Transcript.SCRIPT)));
        if (REWRITE) {
            Files.writeString(file, actual);
        } else {
            assertThat(actual).as("script %s", file).isEqualTo(Files.readString(file));
        }
    }
}
