package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.history.CommitContext;
import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update;
import hindsight.project.EngineSettings;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random states of a table, each netted against the one before; every state must stay readable as it was. */
class NettingOracleTest {
    private static final int STEPS = 25;
    private static final List<String> COLUMNS = List.of(
            "(%d %% 3)::INTEGER AS id2",
            "['x', 'y''z', NULL, ''][%d %% 4 + 1] AS name",
            "CASE WHEN %d %% 5 > 0 THEN (%d %% 7)::DECIMAL(9,2) / 4 END::DECIMAL(12,4) AS amt",
            "(%d %% 4)::DOUBLE / 3 AS ratio",
            "CASE %d %% 3 WHEN 0 THEN INTERVAL 1 MONTH WHEN 1 THEN INTERVAL 30 DAY END AS span",
            "[%d %% 2, NULL] AS list",
            "{'a': %d %% 2, 'b': 'q'} AS pair",
            "TIMESTAMP '2025-01-01' + INTERVAL (%d %% 3) DAY AS at",
            "(%d %% 2 = 0) AS flag",
            "CASE WHEN %d %% 2 = 0 THEN '\\x00ab'::BLOB END AS bytes");

    @TempDir
    Path folder;

    private final List<StagedTable> states = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyStateStaysReadable(boolean keyed) {
        Random random = Seed.random(NettingOracleTest.class);
        EngineRequest request = new EngineRequest(
                new EngineSettings("duckdb", "1GB", 2),
                folder,
                ZoneOffset.UTC,
                Duration.ofSeconds(1),
                Clock.systemUTC());
        try (Engine engine = DuckEngine.open(request)) {
            for (int step = 0; step < STEPS; step++) {
                try (Store store = engine.hold(Access.WRITE)) {
                    step(store, random, keyed);
                }
            }
            try (Store store = engine.hold(Access.READ)) {
                check(store);
            }
        }
    }

    @Test
    void valuesThatChangePlacesMatterToReadersOfTheKeyOnly() {
        try (Engine engine = DuckEngine.open(new EngineRequest(
                        EngineSettings.DEFAULT, folder, ZoneOffset.UTC, Duration.ofSeconds(1), Clock.systemUTC()));
                Store store = engine.hold(Access.WRITE)) {
            publish(store, "FROM (VALUES (1, 'a', true), (2, 'b', true)) t(id, name, flag)", true);
            StagedTable fresh =
                    query(store, "FROM (VALUES (1, 'b', true), (2, 'a', true)) t(id, name, flag)", Map.of());
            TableMemory table = store.memory(1).table("t").orElseThrow();
            StagedDiff diff = store.net(table, table.definition(), fresh);
            assertThat(diff.updated()).isEqualTo(2);
            assertThat(store.differs(table.definition(), diff, Set.of("name"))).isFalse();
            assertThat(store.differs(table.definition(), diff, Set.of("name", "id")))
                    .isTrue();
            assertThat(store.differs(table.definition(), diff, Set.of("id", "flag")))
                    .isFalse();
        }
    }

    private void step(Store store, Random random, boolean keyed) {
        publish(store, randomState(random, keyed), keyed);
    }

    private void publish(Store store, String sql, boolean keyed) {
        StagedTable wanted = query(store, sql, Map.of());
        TableDefinition definition = new TableDefinition(
                "t",
                TableRole.MODEL,
                wanted.schema(),
                Set.of(),
                keyed ? List.of("id") : List.of(),
                Optional.empty(),
                Optional.empty());
        Optional<TableMemory> before =
                store.memory(store.resolve(new Position.Head())).table("t");
        StagedDiff diff =
                before.isEmpty() ? store.initial(definition, wanted) : store.net(before.get(), definition, wanted);
        if (before.filter(known -> known.definition().equals(definition)).isPresent()) {
            checkColumns(store, definition, diff, wanted);
        }
        CommitContext context =
                new CommitContext(Instant.EPOCH, "UTC", Map.of(), "duckdb", "test", Optional.empty(), false, "test");
        store.publish(new Draft(
                "main",
                CommitKind.APPLY,
                OptionalLong.empty(),
                context,
                "test",
                "",
                List.of(),
                List.of(new Update.Define(definition), new Update.Write("t", diff))));
        states.add(wanted);
    }

    /** Whether the diff is anything in a column, alone and with the ids. */
    private void checkColumns(Store store, TableDefinition definition, StagedDiff diff, StagedTable wanted) {
        RowSet before = new RowSet.Staged(states.get(states.size() - 1));
        for (String column : definition.schema().names()) {
            for (List<String> columns : List.of(List.of(column), List.of("id", column))) {
                String sql = "SELECT \"" + String.join("\", \"", columns) + "\" FROM t";
                RowSet old = new RowSet.Query(sql, Map.of("t", before), Instant.EPOCH);
                RowSet fresh = new RowSet.Query(sql, Map.of("t", new RowSet.Staged(wanted)), Instant.EPOCH);
                assertThat(store.differs(definition, diff, Set.copyOf(columns)))
                        .as("in " + columns)
                        .isEqualTo(difference(store, old, fresh) > 0);
            }
        }
    }

    private void check(Store store) {
        for (int seq = 1; seq <= states.size(); seq++) {
            TableMemory table = store.memory(seq).table("t").orElseThrow();
            RowSet stored = new RowSet.Stored(table, seq);
            RowSet dense = new RowSet.Staged(states.get(seq - 1));
            assertThat(difference(store, stored, dense)).as("state at " + seq).isZero();
            assertThat(table.rows()).isEqualTo(states.get(seq - 1).rows());
            assertThat(table.digest())
                    .as("digest at " + seq)
                    .isEqualTo(store.fingerprint(table, dense).digest());
            if (seq > 1) {
                checkDiff(store, table, seq);
            }
        }
    }

    /** The previous state and the net diff together are the state, where both have the same columns. */
    private void checkDiff(Store store, TableMemory table, int seq) {
        StagedTable previous = states.get(seq - 2);
        if (!previous.schema().equals(states.get(seq - 1).schema())) {
            return;
        }
        Map<String, RowSet> inputs = Map.of(
                "before", new RowSet.Staged(previous),
                "change", new RowSet.NetDiff(table, seq - 1L, seq),
                "after", new RowSet.Staged(states.get(seq - 1)));
        String all =
                "SELECT * REPLACE (span::VARCHAR AS span), 1 AS _weight FROM before UNION ALL BY NAME SELECT * REPLACE (span::VARCHAR AS span) FROM"
                        + " change UNION ALL BY NAME SELECT * REPLACE (span::VARCHAR AS span), -1 AS _weight FROM after";
        String sql = table.definition().schema().column("span").isPresent()
                ? all
                : all.replace(" REPLACE (span::VARCHAR AS span)", "");
        String left = "SELECT * EXCLUDE (_weight), sum(_weight) AS w FROM (" + sql + ") GROUP BY ALL HAVING w <> 0";
        assertThat(query(store, left, inputs).rows()).as("diff of " + seq).isZero();
    }

    private static long difference(Store store, RowSet a, RowSet b) {
        String sql =
                "(FROM (SELECT COLUMNS(*)::VARCHAR FROM a) EXCEPT ALL FROM (SELECT COLUMNS(*)::VARCHAR FROM b)) UNION ALL"
                        + " (FROM (SELECT COLUMNS(*)::VARCHAR FROM b) EXCEPT ALL FROM (SELECT COLUMNS(*)::VARCHAR FROM a))";
        long rows = 0;
        try (Rows result = store.rows(new RowSet.Query(sql, Map.of("a", a, "b", b), Instant.EPOCH))) {
            while (result.next()) {
                rows++;
            }
        }
        return rows;
    }

    /** Some rows out of a small domain, with some of the columns; ids are unique where there is a key. */
    private static String randomState(Random random, boolean keyed) {
        List<String> columns = new ArrayList<>();
        columns.add("(i" + (keyed ? "" : " % 4") + ")::" + (random.nextInt(10) == 0 ? "INTEGER" : "BIGINT") + " AS id");
        int mask = random.nextInt(4) > 0 ? -1 : random.nextInt();
        for (int c = 0; c < COLUMNS.size(); c++) {
            if ((mask >> c & 1) == 1) {
                String value = "(hash(i, " + (random.nextInt(3) + c * 7) + ") % 1000)::INTEGER";
                columns.add(COLUMNS.get(c).replace("%%", "%").replace("%d", value));
            }
        }
        int rows = random.nextInt(30);
        return "SELECT " + String.join(", ", columns) + " FROM range(" + rows + ") r(i) WHERE hash(i, "
                + random.nextInt() + ") % 4 > 0";
    }

    private static StagedTable query(Store store, String sql, Map<String, RowSet> inputs) {
        return store.stage(new RowSet.Query(sql, inputs, Instant.EPOCH));
    }
}
