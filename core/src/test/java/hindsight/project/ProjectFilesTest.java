package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFilesTest {
    @TempDir
    Path root;

    @Test
    void pointsToInitWhereThereIsNoProject() {
        assertThat(new ProjectFolder(root).problems()).isEqualTo("""
                        Cannot read the project: there is no hindsight.yml in ROOT
                          Go to the folder of a project, or make one by: hindsight init""");
    }

    @Test
    void knowsTheOtherSpellingOfItsFile() {
        assertThat(new ProjectFolder(root).file("hindsight.yaml", "name: x").problems())
                .isEqualTo("""
                        hindsight.yaml: Cannot read the project: its file is named hindsight.yaml
                          Rename it to hindsight.yml""");
    }

    @Test
    void namesThePlaceOfBytesThatAreNotUtf8() {
        byte[] latin = "SELECT 1\nSELECT 'Größe'".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new ProjectFolder(root)
                        .file("hindsight.yml", "")
                        .file("models/a.sql", latin)
                        .problems())
                .isEqualTo("""
                        models/a.sql:2:11: Cannot read models/a.sql: it is not UTF-8
                          SELECT 'Gr\uFFFD\uFFFDe'
                                    ^
                          Save the file as UTF-8""");
    }

    @Test
    void rejectsOtherEncodingsOfUnicode() {
        ProjectFolder folder = new ProjectFolder(root).file("hindsight.yml", "a: b".getBytes(StandardCharsets.UTF_16));
        assertThat(folder.problems()).startsWith("hindsight.yml:1:1: Cannot read hindsight.yml: it is not UTF-8");
        folder.file("hindsight.yml", "a: b".getBytes(StandardCharsets.UTF_16LE));
        assertThat(folder.problems())
                .startsWith("hindsight.yml:1:2: Cannot read hindsight.yml: it holds the character NUL");
    }

    @Test
    void readsFilesWithByteOrderMarkAndCarriageReturns() {
        Project project = new ProjectFolder(root)
                .file("hindsight.yml", "\uFEFFname: shop\r\nvars:\r\n  vat: 0.2\r\n")
                .file("models/a.sql", "\uFEFF/*---\r\neffective: d\r\n---*/\r\nSELECT ${vat};\r\n")
                .read();

        assertThat(project.settings().name()).isEqualTo("shop");
        ModelDefinition model = project.models().get(0);
        assertThat(model.location("effective")).hasToString("models/a.sql:2:12");
        assertThat(model.timeline().segments().get(0).value().text()).isEqualTo("SELECT 0.2");
    }

    @Test
    void boundsTheSizeOfFiles() {
        String huge = "-- " + "x".repeat(TextFiles.MAX_BYTES);
        assertThat(new ProjectFolder(root)
                        .file("hindsight.yml", "")
                        .file("models/a.sql", huge)
                        .problems())
                .isEqualTo("""
                        models/a.sql: Cannot read models/a.sql: it is larger than 1 MiB
                          Keep data out of project files""");
    }

    @Test
    void boundsTheDepthOfYaml() {
        for (String bomb : new String[] {"[", "{a: ", "- ", "? "}) {
            assertThat(new ProjectFolder(root)
                            .file("hindsight.yml", "name: x\nvars:\n  a:\n   " + bomb.repeat(50_000))
                            .problems())
                    .contains("Cannot read hindsight.yml: it is nested more than 32 levels deep");
        }
    }

    @Test
    void expandsNoAliases() {
        StringBuilder bomb = new StringBuilder("vars:\n  l0: &l0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append(String.format(Locale.ROOT, "  l%d: &l%d [*l%d, *l%d]%n", i, i, i - 1, i - 1));
        }
        assertThat(new ProjectFolder(root)
                        .file("hindsight.yml", bomb.toString())
                        .problems())
                .contains(
                        "Cannot read vars.l39: it must be text, not a list\n    l39: &l39 [*l38, *l38]\n         ^^^^^^^^^^^^^^^^^");
        assertThat(new ProjectFolder(root)
                        .file("hindsight.yml", "vars: &v {a: *v}")
                        .problems())
                .contains("Cannot read vars.a: it must be text, not a mapping");
    }

    @Test
    void endsAfterFiftyProblemsOfOneText() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            yaml.append("unknown").append(i).append(": 1\n");
        }
        assertThat(new ProjectFolder(root)
                        .file("hindsight.yml", yaml.toString())
                        .problems())
                .contains("'unknown49'")
                .doesNotContain("'unknown50'");
    }

    @Test
    void leavesOutWhatIsHiddenOrNotSql() {
        Project project = new ProjectFolder(root)
                .file("hindsight.yml", "")
                .file("models/a.sql", "SELECT 1")
                .file("models/deep/er/b.SQL", "SELECT 1")
                .file("models/.b.sql.swp", "x")
                .file("models/.hidden.sql", "x")
                .file("models/.git/c.sql", "x")
                .file("models/notes.md", "x")
                .read();

        assertThat(project.models())
                .extracting(ModelDefinition::path)
                .containsExactly("models/a.sql", "models/deep/er/b.SQL");
        assertThat(project.models()).extracting(ModelDefinition::name).containsExactly("a", "b");
    }

    @Test
    void followsLinksButNotInCircles() throws IOException {
        ProjectFolder folder = new ProjectFolder(root).file("hindsight.yml", "").file("shared/a.sql", "SELECT 1");
        Files.createDirectories(root.resolve("models"));
        Files.createSymbolicLink(root.resolve("models/shared"), root.resolve("shared"));
        assertThat(folder.read().models()).extracting(ModelDefinition::path).containsExactly("models/shared/a.sql");

        Files.createSymbolicLink(root.resolve("models/circle"), root.resolve("models"));
        Files.createSymbolicLink(root.resolve("models/broken.sql"), root.resolve("nowhere.sql"));
        assertThat(folder.problems()).isEqualTo("""
                        models/broken.sql: Cannot read models/broken.sql: there is no such file
                          Check the file and its rights
                        models/circle: Cannot read models/circle: its links run in a circle
                          Check the folder, its links and its rights""");
    }

    @Test
    void tellsOfAFolderWhereAFileShouldBe() {
        assertThat(new ProjectFolder(root).file("hindsight.yml/x", "").problems())
                .startsWith("hindsight.yml: Cannot read hindsight.yml: ");
        assertThat(new ProjectFolder(root.resolve("other"))
                        .file("hindsight.yml", "")
                        .file("models", "SELECT 1")
                        .problems())
                .isEmpty();
    }
}
