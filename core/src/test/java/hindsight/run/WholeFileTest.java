package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void removesWhatKilledProcessesLeftOfTheSameFile() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        make(".rows.csv." + ended.pid() + ".part");
        make(".rows.csv.1.part");
        make(".rows.csv.old.part");
        make(".rows.csv.part");
        make(".others.csv." + ended.pid() + ".part");

        WholeFile.write(folder.resolve("rows.csv"), WholeFileTest::write);

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "rows.csv",
                        ".rows.csv.1.part",
                        ".rows.csv.old.part",
                        ".rows.csv.part",
                        ".others.csv." + ended.pid() + ".part");
        assertThat(folder.resolve("rows.csv")).hasContent("all");
    }

    private void make(String name) throws IOException {
        Files.createFile(folder.resolve(name));
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "all");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
