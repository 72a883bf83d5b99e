package hindsight.cli;

import hindsight.testkit.DocumentTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The README and the guide say what happens; {@code -Dhindsight.golden=rewrite} writes them anew. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");

    @TestFactory
    Stream<DynamicTest> documents() throws IOException {
        try (Stream<Path> guide = Files.list(ROOT.resolve("docs/guide"))) {
            List<Path> documents = Stream.concat(Stream.of(ROOT.resolve("README.md")), guide.sorted())
                    .toList();
            return DocumentTests.of(documents, ScriptsTest::run);
        }
    }
}
