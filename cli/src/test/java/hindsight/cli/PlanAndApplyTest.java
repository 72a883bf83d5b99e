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

class PlanAndApplyTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void project() throws IOException {
        write("hindsight.yml", "name: shop\n");
        write("models/days.sql", "/*---\ncolumns: {n: {tests: [not_null]}}\n---*/\nSELECT 1 AS n UNION ALL SELECT 2");
        write("models/week.sql", "SELECT sum(n) AS n FROM days");
        write("tests/small.sql", "SELECT * FROM week WHERE n > 10");
    }

    @Test
    void showsWhatIsPending() {
        assertThat(run("plan", "--check")).isEqualTo(Exit.PENDING);
        assertThat(text()).isEqualTo("""
                Model  Change  Strategy  Reads rows  Why
                days   new     full               0  first build
                week   new     full               ?  first build
                2 pending.
                """);
    }

    @Test
    void publishesAndHasNothingMoreToDo() {
        assertThat(run("apply")).isEqualTo(Exit.DONE);
        assertThat(text()).contains("Published #1.").contains("days   new     full          2");
        assertThat(run("apply")).isEqualTo(Exit.DONE);
        assertThat(text()).isEqualTo("Nothing to publish; 2 models are unchanged.\n");
        assertThat(run("plan", "--check")).isEqualTo(Exit.DONE);
        assertThat(text()).isEqualTo("Nothing is pending: 2 models are unchanged.\n");
    }

    @Test
    void givesJson() {
        run("apply", "--json");
        assertThat(text()).startsWith("""
                {"format":1,"result":{"seq":1,"models":[{"name":"days","change":"new","strategy":"full",\
                "reason":"first build","full_because":null,"added":2,"retracted":0,"millis":""");
        run("plan", "--json");
        assertThat(text()).contains("""
                {"name":"week","change":"unchanged","strategy":"none","reason":"","estimate":{"reads":0,"rows":1},\
                "range":null,"planned":true,"opaque":null,"full_because":null,"pending":false,"columns":[{"name":"n","type":"HUGEINT"}]}""");
        run("apply", "--json");
        assertThat(text()).startsWith("{\"format\":1,\"result\":{\"seq\":null,");
    }

    @Test
    void runsTests() throws IOException {
        run("apply");
        assertThat(run("test")).isEqualTo(Exit.DONE);
        assertThat(text()).isEqualTo("""
                Test                Status  Finds  File
                not_null of days.n  passed         models/days.sql
                small               passed         tests/small.sql
                2 passed, 0 failed, 0 skipped.
                """);
        write("tests/small.sql", "SELECT * FROM week WHERE n > 1");
        assertThat(run("test")).isEqualTo(Exit.FAULT);
        assertThat(told()).contains("tests/small.sql: Cannot accept: test small finds 1 row: (n=3)");
    }

    @Test
    void refusesWhatNeedsLeave() throws IOException {
        run("apply");
        Files.delete(folder.resolve("models/week.sql"));
        Files.delete(folder.resolve("tests/small.sql"));

        assertThat(run("plan")).isEqualTo(Exit.DONE);
        assertThat(told()).contains("Warning: Cannot apply: the file of model week has vanished");
        assertThat(run("apply")).isEqualTo(Exit.REFUSED);
        assertThat(run("apply", "--drop", "week")).isEqualTo(Exit.DONE);
        assertThat(run("apply", "--restate", "dayz")).isEqualTo(Exit.USAGE);
        assertThat(told()).contains("Cannot restate dayz: there is no such model\n  Did you mean days?");
    }

    private Exit run(String... words) {
        output.reset();
        errors.reset();
        Surroundings surroundings = new Surroundings(
                folder,
                Map.of("HINDSIGHT_CLOCK", "2025-03-01T08:00:00Z"),
                InputStream.nullInputStream(),
                new PrintStream(output, false, StandardCharsets.UTF_8),
                new PrintStream(errors, false, StandardCharsets.UTF_8),
                TerminalTraits.NONE);
        return Hindsight.run(surroundings, List.of(words), new Interruption());
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String told() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
