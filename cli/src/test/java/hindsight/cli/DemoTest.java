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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DemoTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Interruption interruption = new Interruption();

    @Test
    void tellsItsStoryInDocumentsOfEveryCommand() {
        assertThat(run("demo", "flights", "--json")).isEqualTo(Exit.DONE);
        List<Map<String, ?>> steps = list(at(document(), "result"), "steps");
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.get("exit")).isEqualTo(0);
            assertThat(list(at(step, "document"), "problems")).isEmpty();
        });
        assertThat(list(result(steps, "hindsight verify"), "tables"))
                .hasSize(8)
                .allSatisfy(table -> assertThat(table.get("equal")).isEqualTo(true));

        assertThat(list(result(steps, "hindsight load flights late/flights-2001-06-12.csv"), "tables"))
                .singleElement()
                .satisfies(late -> assertThat((int) late.get("added")).isPositive())
                .satisfies(late -> assertThat(late.get("retracted")).isEqualTo(0));

        List<Map<String, ?>> applied = results(steps, "hindsight apply");
        assertThat(unchanged(applied.get(1))).as("after a day's flights").containsExactly("state_airports");
        assertThat(applied.get(3).get("seq")).as("after the same file again").isNull();
        assertThat(unchanged(applied.get(applied.size() - 1)))
                .as("after a changed airport")
                .containsExactlyInAnyOrder("departures", "route_day", "airport_trend", "worst_routes");
    }

    @Test
    void keepsItsWarehouseInItsFolder() {
        Path other = folder.resolve("other");
        assertThat(run(Map.of("HINDSIGHT_WAREHOUSE", other.toString()), "demo", "flights"))
                .isEqualTo(Exit.DONE);
        assertThat(folder.resolve("flights/.hindsight/warehouse.duckdb")).exists();
        assertThat(other).doesNotExist();
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run("demo", "again", "--warehouse", "other")).isEqualTo(Exit.USAGE);
        assertThat(folder.resolve("again")).doesNotExist();
    }

    @Test
    void leavesAFolderAloneThatIsNotEmpty() throws IOException {
        Files.createDirectories(folder.resolve("taken"));
        Files.writeString(folder.resolve("taken/note.txt"), "mine");
        assertThat(run("demo", "taken")).isEqualTo(Exit.FAULT);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("the folder is not empty")
                .contains("hindsight demo DIR");
        assertThat(folder.resolve("taken")).isDirectoryContaining("glob:**note.txt");
        assertThat(folder.resolve("taken/hindsight.yml")).doesNotExist();
    }

    @Test
    void stopsBetweenCommandsWhenInterrupted() {
        interruption.request();
        assertThat(run("demo", "flights")).isEqualTo(Exit.INTERRUPTED);
        assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("Recorded");
        assertThat(errors.toString(StandardCharsets.UTF_8)).containsOnlyOnce("interrupted");
    }

    private static List<String> unchanged(Map<String, ?> applied) {
        return list(applied, "models").stream()
                .filter(model -> "unchanged".equals(model.get("change")))
                .map(model -> String.valueOf(model.get("name")))
                .toList();
    }

    private static Map<String, ?> result(List<Map<String, ?>> steps, String command) {
        return results(steps, command).get(0);
    }

    private static List<Map<String, ?>> results(List<Map<String, ?>> steps, String command) {
        List<Map<String, ?>> found = steps.stream()
                .filter(step -> command.equals(step.get("command")))
                .<Map<String, ?>>map(step -> at(at(step, "document"), "result"))
                .toList();
        assertThat(found).as(command).isNotEmpty();
        return found;
    }

    /** What was printed; JSON is YAML. */
    private Map<String, ?> document() {
        Object document =
                new Load(LoadSettings.builder().build()).loadFromString(output.toString(StandardCharsets.UTF_8));
        return at(Map.of("document", document), "document");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> at(Map<String, ?> object, String name) {
        return (Map<String, ?>) object.get(name);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, ?>> list(Map<String, ?> object, String name) {
        return (List<Map<String, ?>>) object.get(name);
    }

    private Exit run(String... words) {
        return run(Map.of(), words);
    }

    private Exit run(Map<String, String> environment, String... words) {
        PrintStream results = new PrintStream(output, false, StandardCharsets.UTF_8);
        PrintStream messages = new PrintStream(errors, false, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                folder, environment, InputStream.nullInputStream(), results, messages, TerminalTraits.NONE);
        return Hindsight.run(surroundings, List.of(words), interruption);
    }
}
