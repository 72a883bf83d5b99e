package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.history.Branch;
import hindsight.history.Store;
import hindsight.project.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseFileTest {
    @TempDir
    Path folder;

    @Test
    void aShortLogIsLeftForWhoeverComesNext() throws IOException {
        fork("one");
        assertThat(log()).isBetween(1L, 4096L);
        assertThat(branches()).containsExactly("main", "one");
        assertThat(log()).isPositive();
        fork("two");
        assertThat(branches()).containsExactly("main", "one", "two");
    }

    @Test
    void aLogThatHasBecomeLongIsFolded() throws IOException {
        long longest = 0;
        int folded = 0;
        for (int i = 0; i < 40; i++) {
            fork("b" + i);
            longest = Math.max(longest, log());
            folded += log() == 0 ? 1 : 0;
        }
        assertThat(longest).isBetween(1000L, 4096L);
        assertThat(folded).isBetween(1, 10);
        assertThat(branches()).hasSize(41);
    }

    private long log() throws IOException {
        Path log = folder.resolve("warehouse.duckdb.wal");
        return Files.exists(log) ? Files.size(log) : 0;
    }

    /** Each time in an engine of its own, as each command has one. */
    private void fork(String name) {
        try (Engine engine = engine();
                Store store = engine.hold(Access.WRITE)) {
            store.fork(name, 0);
        }
    }

    private List<String> branches() {
        try (Engine engine = engine();
                Store store = engine.hold(Access.READ)) {
            return store.branches().stream().map(Branch::name).toList();
        }
    }

    private Engine engine() {
        return DuckEngine.open(new EngineRequest(
                new EngineSettings("duckdb", "1GB", 1),
                folder,
                ZoneOffset.UTC,
                Duration.ofSeconds(1),
                Clock.systemUTC()));
    }
}
