package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.plan.Strategy;
import hindsight.problem.DefectException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenStatesTest {
    private static final String REGISTRY =
            "SELECT number, kept, groups, seq = (SELECT max(basis) FROM w.hindsight.model_state m WHERE m.table_id = s.table_id)"
                    + " FROM w.hindsight.state s ORDER BY table_id, number";
    private static final String TABLES =
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'w' AND table_name LIKE 's%\\_%' ESCAPE '\\'";

    @TempDir
    Path folder;

    private ShopFolder shop;
    private int loads;
    private int noted;
    private int rows = 120_000;

    @BeforeEach
    void setUp() {
        shop = new ShopFolder(folder);
    }

    /** Rows of four kinds, in one of which some values differ from one load to the next. */
    private void load() {
        loads++;
        shop.load("""
                SELECT i::INTEGER AS id, (i %% 4)::INTEGER AS kind, i < %d AS noted,
                  CASE WHEN i < 400 AND i %% 4 = 1 THEN %d ELSE i END::BIGINT AS v
                FROM range(%d) t(i)""".formatted(noted, loads, rows));
    }

    private Strategy applied(String model, Optional<Strategy> forced) {
        ApplyResult result = shop.apply(new PlanOptions(Optional.empty(), forced, Set.of(), Set.of()));
        return result.models().stream()
                .filter(found -> found.name().equals(model))
                .findFirst()
                .orElseThrow()
                .strategy();
    }

    private Strategy applied(String model) {
        return applied(model, Optional.empty());
    }

    private List<String> warehouse(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w (READ_ONLY)");
            return PlainRows.of(statement, sql);
        }
    }

    private void checkKinds() throws SQLException {
        assertThat(warehouse("SELECT kind, v, n FROM w.main.kinds ORDER BY ALL"))
                .isEqualTo(warehouse("SELECT kind, sum(v), count(*) FROM w.main.orders GROUP BY kind ORDER BY ALL"));
    }

    private void kinds() {
        shop.model("kinds", "SELECT kind, sum(v) AS v, count(*) AS n FROM orders GROUP BY kind");
        load();
        shop.apply();
    }

    @Test
    void largeGroupsAreKeptFromTheFirstChangeOn() throws SQLException {
        kinds();
        assertThat(warehouse(REGISTRY)).isEmpty();

        load();
        assertThat(applied("kinds")).isEqualTo(Strategy.DELTA);
        assertThat(warehouse(REGISTRY)).containsExactly("1 true 4 true");
        checkKinds();
        List<String> untouched = warehouse("SELECT _version FROM w.hindsight.s2_1 WHERE c1 <> 1 ORDER BY ALL");

        load();
        assertThat(applied("kinds")).isEqualTo(Strategy.DELTA);
        assertThat(warehouse("SELECT _version FROM w.hindsight.s2_1 WHERE c1 <> 1 ORDER BY ALL"))
                .isEqualTo(untouched);
        checkKinds();
    }

    /** In one group of four, some values come for the first time and others for the last. */
    @Test
    void distinctValuesAreCountedApart() throws SQLException {
        shop.model("kinds", "SELECT kind, count(DISTINCT v) AS v, count(*) AS n FROM orders GROUP BY kind");
        load();
        shop.apply();
        for (int i = 0; i < 3; i++) {
            load();
            assertThat(applied("kinds")).isEqualTo(Strategy.DELTA);
            assertThat(warehouse(REGISTRY)).containsExactly("1 true 4 true", "2 true 4 true");
            assertThat(warehouse("SELECT kind, v, n FROM w.main.kinds ORDER BY ALL"))
                    .isEqualTo(warehouse(
                            "SELECT kind, count(DISTINCT v), count(*) FROM w.main.orders GROUP BY kind ORDER BY ALL"));
        }
    }

    @Test
    void manySmallGroupsAreNotKept() throws SQLException {
        shop.model("pairs", "SELECT id // 2 AS pair, sum(v) AS v FROM orders GROUP BY pair");
        shop.model(
                "many",
                "/*---\nincremental: required\n---*/\n"
                        + "SELECT count(*) AS n FROM (SELECT id // 2 AS pair FROM orders GROUP BY pair HAVING sum(v) > 9)");
        load();
        shop.apply();

        load();
        assertThat(applied("pairs")).isEqualTo(Strategy.KEYED);
        assertThat(warehouse(REGISTRY)).containsExactly("1 false 60000 true", "2 true 1 true");
        long first = shop.dataStatements();

        load();
        applied("pairs");
        assertThat(warehouse(REGISTRY)).containsExactly("1 false 60000 true", "2 true 1 true");
        assertThat(shop.dataStatements()).isLessThan(first);
        assertThat(warehouse("FROM w.main.many"))
                .isEqualTo(warehouse(
                        "SELECT count(*) FROM (SELECT id // 2 FROM w.main.orders GROUP BY id // 2 HAVING sum(v) > 9)"));
    }

    @Test
    void whatIsComputedWholeLosesItsStates() throws SQLException {
        kinds();
        load();
        applied("kinds");
        load();

        assertThat(applied("kinds", Optional.of(Strategy.FULL))).isEqualTo(Strategy.FULL);
        assertThat(warehouse(REGISTRY)).isEmpty();
        assertThat(warehouse(TABLES)).isEmpty();

        load();
        assertThat(applied("kinds")).isEqualTo(Strategy.DELTA);
        assertThat(warehouse(REGISTRY)).containsExactly("1 true 4 true");
        checkKinds();
    }

    @Test
    void anEditLosesStatesAndADropDoes() throws SQLException {
        kinds();
        load();
        applied("kinds");
        shop.model("kinds", "SELECT kind, sum(v + id) AS v, count(*) AS n FROM orders GROUP BY kind");
        shop.apply();
        assertThat(warehouse(TABLES)).isEmpty();

        load();
        applied("kinds");
        assertThat(warehouse(TABLES)).hasSize(1);
        shop.delete("models/kinds.sql");
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), Set.of("kinds")));
        assertThat(warehouse(REGISTRY)).isEmpty();
        assertThat(warehouse(TABLES)).isEmpty();
    }

    @Test
    void statesHoldWhereNothingThatIsReadChanges() throws SQLException {
        kinds();
        load();
        applied("kinds");
        noted = 400;
        loads--;
        load();

        assertThat(applied("kinds")).isEqualTo(Strategy.NONE);
        assertThat(warehouse(REGISTRY)).containsExactly("1 true 4 true");
        assertThat(verified("kinds", false).findings()).isEmpty();
        load();
        assertThat(applied("kinds")).isEqualTo(Strategy.DELTA);
        checkKinds();
    }

    private Verify.Table verified(String model, boolean repair) {
        return shop.verify(Optional.of(model), repair).get(0);
    }

    @Test
    void verifyingTellsWhichGroupsOfAStateAreWrong() throws SQLException {
        kinds();
        load();
        applied("kinds");
        assertThat(verified("kinds", false).findings()).isEmpty();
        shop.tamper("UPDATE w.hindsight.s2_1 SET c3 = c3 + 1 WHERE c1 = 2");

        List<Verify.Finding> findings = verified("kinds", false).findings();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.against()).isEqualTo(Verify.Against.STATE);
            assertThat(finding.message())
                    .isEqualTo("its hidden state 1 has other groups than its inputs AS OF #4 give");
            assertThat(finding.samples()).singleElement().satisfies(sample -> {
                assertThat(sample.expected()).containsEntry("c1", 2L).containsEntry("c3", 30000L);
                assertThat(sample.found()).containsEntry("c1", 2L).containsEntry("c3", 30001L);
            });
        });
    }

    @Test
    void aRepairDropsAStateThatIsWrong() throws SQLException {
        rows = 400;
        kinds();
        for (String damage : List.of(
                "UPDATE w.hindsight.s2_1 SET c2 = 5 WHERE c1 = 1",
                "UPDATE w.hindsight.s2_1 SET c1 = NULL WHERE c1 = 3",
                "DELETE FROM w.hindsight.s2_1 WHERE c1 = 0",
                "INSERT INTO w.hindsight.s2_1 SELECT * REPLACE (99 AS _version) FROM w.hindsight.s2_1 WHERE c1 = 1",
                "UPDATE w.hindsight.s2_1 SET _version = 1 WHERE c1 < 2",
                "UPDATE w.hindsight.s2_1 SET _version = NULL WHERE c1 = 0",
                "ALTER TABLE w.hindsight.s2_1 DROP c4",
                "DROP TABLE w.hindsight.s2_1")) {
            load();
            assertThat(applied("kinds", Optional.of(Strategy.DELTA))).as(damage).isEqualTo(Strategy.DELTA);
            checkKinds();
            assertThat(verified("kinds", true).repaired()).isEmpty();
            assertThat(warehouse(REGISTRY)).containsExactly("1 true 4 true");

            shop.tamper(damage);
            assertThat(verified("kinds", false).findings())
                    .as(damage)
                    .extracting(Verify.Finding::against)
                    .containsExactly(Verify.Against.STATE);
            Verify.Table repaired = verified("kinds", true);
            assertThat(repaired.findings()).isEmpty();
            assertThat(repaired.repaired()).containsExactly(Verify.Against.STATE);
            assertThat(warehouse(REGISTRY)).isEmpty();
            assertThat(warehouse(TABLES)).isEmpty();
        }
    }

    /** What a state is made of is read from what is remembered as it was from the project. */
    @Test
    void statesBelowViewsAndOfTimelinesAreVerified() throws SQLException {
        shop.model("few", "/*---\nmaterialized: view\n---*/\nSELECT kind % 2 AS odd, v + 1 AS v, id FROM orders");
        shop.model("odds", "SELECT odd, sum(v) AS v FROM few WHERE id > 7 GROUP BY odd");
        shop.model("dated", """
                /*---
                effective: day
                ---*/
                SELECT DATE '2025-01-01' + kind AS day, sum(v) AS v FROM orders GROUP BY day
                -- since: 2025-01-03
                SELECT DATE '2025-01-01' + kind AS day, sum(v + 1) AS v FROM orders GROUP BY day
                """);
        rows = 400;
        load();
        shop.apply();
        rows = 404; // of days in both sections: a change that touches one of them makes no states
        load();
        assertThat(applied("odds", Optional.of(Strategy.DELTA))).isEqualTo(Strategy.DELTA);
        List<String> states = warehouse(TABLES + " ORDER BY 1");
        assertThat(states).hasSize(3);

        assertThat(verified("odds", false).findings()).isEmpty();
        assertThat(verified("dated", false).findings()).isEmpty();
        for (String state : states) {
            shop.tamper("UPDATE w.hindsight." + state + " SET c2 = c2 + 1");
        }
        assertThat(verified("odds", false).findings()).hasSize(1);
        assertThat(verified("dated", false).findings()).hasSize(2);
    }

    @Test
    void aRepairDropsStatesAlsoWhileAnApplyReliesOnThem() throws SQLException {
        kinds();
        load();
        applied("kinds");
        load();
        ShopFolder other = new ShopFolder(folder);
        boolean[] repaired = {false};
        shop.onStep(new Progress() {
            @Override
            public void step(String what) {
                if (what.equals("publish") && !repaired[0]) {
                    repaired[0] = true;
                    other.tamper("UPDATE w.hindsight.s2_1 SET c2 = 5 WHERE c1 = 1");
                    other.verify(Optional.of("kinds"), true);
                }
            }

            @Override
            public void done(long done, long all) {}
        });

        assertThat(applied("kinds")).isEqualTo(Strategy.DELTA);
        assertThat(repaired[0]).isTrue();
        assertThat(warehouse(REGISTRY)).containsExactly("1 true 4 true");
        checkKinds();
    }

    @Test
    void whatCannotBePublishedLeavesStatesAsTheyWere() throws SQLException {
        kinds();
        load();
        applied("kinds");
        List<String> before = warehouse("FROM w.hindsight.state");
        List<String> state = warehouse("FROM w.hindsight.s2_1 ORDER BY ALL");

        assertThatThrownBy(() -> shop.in(
                        Progress.SILENT,
                        workspace -> workspace.writing(store -> {
                            TableMemory model =
                                    ShopFolder.memory(store).table("kinds").orElseThrow();
                            StagedTable rows = store.stage(new RowSet.Query("SELECT 1 AS c1", Map.of(), Instant.EPOCH));
                            return store.publish(new Draft(
                                    "main",
                                    CommitKind.APPLY,
                                    OptionalLong.empty(),
                                    workspace.context(),
                                    "tester",
                                    "",
                                    List.of(),
                                    List.of(
                                            new Update.Reflect(model.name(), Instant.EPOCH),
                                            new Update.SetStates(
                                                    model.name(), List.of(new Update.NewState(1, "form", rows))),
                                            new Update.Drop("nobody"))));
                        })))
                .isInstanceOf(DefectException.class);

        assertThat(warehouse("FROM w.hindsight.state")).isEqualTo(before);
        assertThat(warehouse("FROM w.hindsight.s2_1 ORDER BY ALL")).isEqualTo(state);
    }
}
