package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Memory;
import hindsight.history.RowSet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopesTest {
    private static final Instant NOW = Instant.parse("2025-03-01T06:00:00Z");

    private final Session session = ScratchSession.open();
    private final Logs logs = new Logs(Map::of, Map::of);
    private final Scopes scopes = new Scopes(
            session,
            ZoneId.of("Asia/Tokyo"),
            table -> null,
            new StateSql(logs),
            new Heads(session, () -> Memory.EMPTY, logs));

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aQuerySeesItsOwnClockAndSoDoesAQueryThatItReads() {
        RowSet inner = new RowSet.Query("SELECT localtimestamp AS x", Map.of(), NOW.minusSeconds(7200));
        RowSet outer = new RowSet.Query(
                "SELECT strftime(x, '%H:%M') || ' ' || strftime(localtimestamp, '%H:%M') FROM t",
                Map.of("T", inner), NOW);

        assertThat(session.<String>one(scopes.select(outer), row -> row.getString(1)))
                .isEqualTo("13:00 15:00");
    }
}
