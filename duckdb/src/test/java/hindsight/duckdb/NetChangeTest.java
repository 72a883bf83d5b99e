package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.TableMemory;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net diff that does not go with the rows of a table is refused, and its model is computed whole. */
class NetChangeTest {
    private static final String ROWS = "SELECT * FROM (VALUES %s) t(id, name)";
    private static final String UNFIT = "the change does not fit its rows";

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void setUp() {
        shop = new ShopFolder(folder);
    }

    private void keyed(String rows) {
        shop.load("orders", List.of("id"), ROWS.formatted(rows));
    }

    private void bag(String rows) {
        shop.load("orders", List.of(), ROWS.formatted(rows));
    }

    /** What is added and retracted; empty where the diff is refused. */
    private Optional<List<Long>> change(String rows) {
        String net = "SELECT * FROM (VALUES " + rows + ") t(id, name, _weight)";
        return shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> {
                    TableMemory orders =
                            ShopFolder.memory(store).table("orders").orElseThrow();
                    Optional<StagedDiff> diff =
                            store.change(orders, orders.definition(), new RowSet.Query(net, Map.of(), Instant.EPOCH));
                    return diff.map(sound -> List.of(sound.added(), sound.retracted()));
                }));
    }

    @Test
    void takesRowsOfKeysThatAreThere() {
        keyed("(1, 'a'), (2, 'b'), (3, NULL)");
        assertThat(change("(1, 'a', -1), (1, 'c', 1), (3, NULL, -1), (4, 'd', 1)"))
                .contains(List.of(2L, 2L));
    }

    @Test
    void takesCopiesThatAreThere() {
        bag("(1, 'a'), (1, 'a'), (1, 'a'), (2, NULL), (2, NULL)");
        assertThat(change("(1, 'a', -2), (2, NULL, -2), (3, 'c', 2)")).contains(List.of(2L, 4L));
    }

    @Test
    void aKeyDoesNotComeTwice() {
        keyed("(1, 'a'), (2, 'b')");
        assertThat(change("(3, 'c', 2)")).isEmpty();
        assertThat(change("(1, 'a', -1), (1, 'c', 2)")).isEmpty();
        assertThat(change("(3, 'c', 1), (3, 'd', 1)")).isEmpty();
        assertThat(change("(NULL, 'c', 1)")).isEmpty();
    }

    @Test
    void aKeyDoesNotComeBesideTheRowThatHasIt() {
        keyed("(1, 'a'), (2, 'b')");
        assertThat(change("(1, 'c', 1)")).isEmpty();
    }

    @Test
    void ofAKeyOnlyTheRowThatIsThereGoes() {
        keyed("(1, 'a'), (2, 'b')");
        assertThat(change("(3, 'c', -1)")).isEmpty();
        assertThat(change("(1, 'a', -2)")).isEmpty();
        assertThat(change("(3, 'c', -1), (3, 'd', 1)")).isEmpty();
    }

    @Test
    void noMoreCopiesGoThanThereAre() {
        bag("(1, 'a'), (1, 'a'), (2, NULL)");
        assertThat(change("(1, 'a', -3)")).isEmpty();
        assertThat(change("(2, NULL, -2)")).isEmpty();
        assertThat(change("(1, 'a', -2), (2, NULL, -1)")).contains(List.of(0L, 3L));
    }

    @Test
    void whatIsNotThereDoesNotGo() {
        bag("(1, 'a'), (1, 'a'), (2, NULL)");
        assertThat(change("(3, 'c', -1)")).isEmpty();
        assertThat(change("(2, 'a', -1)")).isEmpty();
        assertThat(change("(1, NULL, -1)")).isEmpty();
    }

    /** So many that few of them change. */
    private void shops(String more) {
        shop.load("SELECT i::INTEGER AS id, 's' || i AS shop FROM range(20) t(i) WHERE i <> 7 " + more);
    }

    @Test
    void aKeyThatComesTwiceIsToldInTheWordsOfAWholeComputation() {
        shop.model("shops", "/*---\nkey: [shop]\n---*/\nSELECT shop FROM orders");
        shops("");
        shop.apply();
        List<String> before = shop.rows("shops");
        shops("UNION ALL SELECT 30, 's30' UNION ALL SELECT 31, 's30'");

        assertThatThrownBy(() ->
                        shop.apply(new PlanOptions(Optional.empty(), Optional.of(Strategy.DELTA), Set.of(), Set.of())))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(UNFIT);
        assertThatThrownBy(() -> shop.apply())
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        failure -> assertThat(failure.problems())
                                .extracting(problem -> problem.code())
                                .containsExactly("duplicate-key"));
        assertThat(shop.rows("shops")).isEqualTo(before);
        assertThat(shop.memory().seq()).isEqualTo(3);
    }

    @Test
    void aModelThatLostRowsIsComputedWhole() throws SQLException {
        shop.model("shops", "SELECT id // 2 AS pair FROM orders");
        shops("");
        shop.apply();
        int table = shop.memory().table("shops").orElseThrow().id();
        execute("DELETE FROM w.hindsight.t" + table + "_head WHERE rvid = (SELECT min(rvid) FROM w.hindsight.t" + table
                + "_head WHERE c1 = 2)");
        shops("AND i NOT IN (4, 5)");

        ApplyResult result = shop.apply();

        assertThat(result.models()).singleElement().satisfies(model -> {
            assertThat(model.strategy()).isEqualTo(Strategy.FULL);
            assertThat(model.wholly()).contains(UNFIT);
            assertThat(model.retracted()).isEqualTo(1);
        });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w");
            statement.execute(sql);
        }
    }
}
