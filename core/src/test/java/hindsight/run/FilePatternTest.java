package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternTest {
    @TempDir
    Path parent;

    private Path root;

    @BeforeEach
    void fill() throws IOException {
        root = parent.resolve("a [b]{c}*");
        for (String name : List.of(
                "data/10.csv",
                "data/2.csv",
                "data/a.json",
                "data/.hidden.csv",
                "data/x/3.csv",
                "data/x/y/4.csv",
                "data/[1].csv",
                "top.csv")) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        Files.createDirectories(root.resolve("data/folder.csv"));
    }

    @Test
    void givesFilesInOrderOfTheirNames() throws IOException {
        assertThat(matches("data/*.csv")).containsExactly("data/10.csv", "data/2.csv", "data/[1].csv");
        assertThat(matches("data/?.{csv,json}")).containsExactly("data/2.csv", "data/a.json");
        assertThat(matches("./data/[0-9].csv")).containsExactly("data/2.csv");
        assertThat(matches("*/x/*.csv")).containsExactly("data/x/3.csv");
        assertThat(matches("*.csv")).containsExactly("top.csv");
    }

    @Test
    void twoStarsMeanAnyFolders() throws IOException {
        assertThat(matches("data/**/*.csv"))
                .containsExactly("data/10.csv", "data/2.csv", "data/[1].csv", "data/x/3.csv", "data/x/y/4.csv");
        assertThat(matches("**/4.csv")).containsExactly("data/x/y/4.csv");
    }

    @Test
    void aNameWithoutSpecialCharactersMeansItself() throws IOException {
        assertThat(matches("data/2.csv")).containsExactly("data/2.csv");
        assertThat(matches("data/nothing.csv")).containsExactly("data/nothing.csv");
        assertThat(matches("data/[1].csv")).containsExactly("data/[1].csv");
    }

    @Test
    void nothingMatchesInAFolderThatIsNotThere() throws IOException {
        assertThat(matches("nowhere/*.csv")).isEmpty();
        assertThat(matches("data/*.parquet")).isEmpty();
    }

    @Test
    void aPatternMayBeAbsolute() throws IOException {
        Path other = Files.createDirectories(parent.resolve("other"));
        Files.writeString(other.resolve("1.csv"), "");
        assertThat(new FilePattern(root, other + "/*.csv").files()).containsExactly(other.resolve("1.csv"));
    }

    @Test
    void partsThatMeanNothingMayStandAnywhere() throws IOException {
        List<String> files = List.of("data/10.csv", "data/2.csv", "data/[1].csv");
        for (String pattern : List.of(
                "./data/*.csv",
                ".//././data/*.csv",
                "data//*.csv",
                "data/./*.csv",
                "data/x/../*.csv",
                "data/x/y/../../*.csv",
                "nowhere/../data/*.csv")) {
            assertThat(matches(pattern)).as(pattern).isEqualTo(files);
        }
        assertThat(matches("./data//2.csv")).containsExactly("data/2.csv");
        assertThat(matches("./**/4.csv")).containsExactly("data/x/y/4.csv");
        assertThat(matches("../" + root.getFileName() + "/top.csv")).containsExactly("top.csv");
        assertThat(new FilePattern(root.resolve("data/x"), "../[0-9].csv").files())
                .containsExactly(root.resolve("data/2.csv"));
        assertThat(new FilePattern(root, root.resolve("data") + "//./?.csv").files())
                .containsExactly(root.resolve("data/2.csv"));
    }

    @Test
    void namesMayHaveSpacesAndLettersOfAnyLanguage() throws IOException {
        Path file = Files.createDirectories(root.resolve("meine Größen")).resolve("a b.csv");
        Files.writeString(file, "");
        assertThat(matches("./meine Größen/a *.csv")).containsExactly("meine Größen/a b.csv");
        assertThat(matches("meine ?rößen/*")).containsExactly("meine Größen/a b.csv");
    }

    @Test
    void aBackslashTakesTheMeaningFromASpecialCharacter() throws IOException {
        assertThat(matches("data/\\[?\\].csv")).containsExactly("data/[1].csv");
        assertThat(matches("data\\*.csv")).isEmpty();
    }

    @Test
    void whatCannotBeAPatternIsRefused() {
        assertRefused("data/*/../2.csv", "'..' stands behind a part that has several meanings");
        assertRefused("data/*.csv/", "it ends in '/', so it means folders and not files");
        assertRefused("data/[a.csv", "its brackets or braces do not fit together");
        assertRefused("data/{a,b.csv", "its brackets or braces do not fit together");
        assertRefused("data/\0*.csv", "Nul character not allowed");
    }

    private void assertRefused(String pattern, String reason) {
        assertThatIllegalArgumentException()
                .as(pattern)
                .isThrownBy(() -> matches(pattern))
                .withMessageContaining(reason);
    }

    private List<String> matches(String pattern) throws IOException {
        return new FilePattern(root, pattern)
                .files().stream().map(path -> root.relativize(path).toString()).toList();
    }
}
