package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.project.EngineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillingTest {
    private static final RowSet LARGER_THAN_MEMORY = new RowSet.Query(
            "SELECT i, hash(i) AS h, md5(i::VARCHAR) AS text FROM range(2000000) r(i)", Map.of(), Instant.EPOCH);

    @TempDir
    Path folder;

    @Test
    void stagesMoreThanFitsIntoMemoryAndSweepsUp() throws Exception {
        try (Engine engine = open()) {
            engine.hold(Access.WRITE).close();
        }
        Files.createDirectories(folder.resolve("scratch/999999999-dead"));
        try (Engine engine = open();
                Store store = engine.hold(Access.READ)) {
            assertThat(store.stage(LARGER_THAN_MEMORY).rows()).isEqualTo(2_000_000);
            assertThat(folder.resolve("scratch")).isNotEmptyDirectory();
        }
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void stagesFilesOfAWarehouseThatDoesNotExistYet() {
        try (Engine engine = open();
                Store store = engine.hold(Access.READ)) {
            engine.files();
            assertThat(store.stage(LARGER_THAN_MEMORY).rows()).isEqualTo(2_000_000);
        }
    }

    private Engine open() {
        return DuckEngine.open(new EngineRequest(
                new EngineSettings("duckdb", "60MB", 1),
                folder,
                ZoneOffset.UTC,
                Duration.ofSeconds(1),
                Clock.systemUTC()));
    }
}
