package hindsight.cli;

import hindsight.testkit.Program;
import hindsight.testkit.ScriptTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sessions on a command line with what they print; {@code -Dhindsight.golden=rewrite} writes them anew. */
class ScriptsTest {
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return ScriptTests.in(Path.of("src/test/resources/scripts"), ScriptsTest::run);
    }

    static int run(Program.Call call) {
        Surroundings surroundings = new Surroundings(
                call.folder(), call.environment(), call.input(), call.output(), call.errors(), TerminalTraits.NONE);
        return Hindsight.run(surroundings, call.words(), new Interruption()).code();
    }
}
