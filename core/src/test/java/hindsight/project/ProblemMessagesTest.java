package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user is told of every mistake in project files. Cases with their messages stand in {@code resources/hindsight/project/problems};
 * {@code -Dhindsight.golden=rewrite} writes the messages anew.
 */
class ProblemMessagesTest {
    private static final Path CASES = Path.of("src/test/resources/hindsight/project/problems");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> sayWhatIsWrongAndWhere() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.sorted().toList().stream().flatMap(this::tests);
        }
    }

    private Stream<DynamicTest> tests(Path file) {
        if ("rewrite".equals(System.getProperty("hindsight.golden"))) {
            MessageCase.write(
                    file,
                    MessageCase.read(file).stream()
                            .map(each -> each.with(messages(each)))
                            .toList());
        }
        return MessageCase.read(file).stream()
                .map(each -> DynamicTest.dynamicTest(
                        file.getFileName() + ": " + each.title(),
                        () -> assertThat(messages(each)).isEqualTo(each.messages())));
    }

    private String messages(MessageCase messageCase) {
        try {
            ProjectFolder project = new ProjectFolder(Files.createTempDirectory(folder, "case"));
            messageCase.files().forEach(project::file);
            return project.problems();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
