package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.run.Explained;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Query;
import hindsight.time.Position;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A difference told apart: what data made, what logic made, what the clock made; and rows by other logic than that in force. */
class ExplainTest {
    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder);
    }

    private void orders(String rows) {
        shop.load("SELECT id, d::DATE AS d, amt::DECIMAL(12,2) AS amt FROM (VALUES " + rows + ") t(id, d, amt)");
    }

    private long apply() {
        shop.apply();
        return shop.memory().seq();
    }

    private List<String> query(String sql, long logic) {
        Query.Request request =
                new Query.Request(SqlText.of("query", sql), Optional.empty(), Optional.of(new Position.Version(logic)));
        return shop.in(
                Progress.SILENT,
                workspace -> new Query(workspace).rows(request, (origin, rows) -> {
                    List<String> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(String.valueOf(rows.value(0)));
                    }
                    return found;
                }));
    }

    @Test
    void logicOfAnAncestorIsLogic() {
        orders("(1, '2025-02-10', 100), (2, '2025-03-05', 200)");
        shop.model("net", "SELECT id, d, amt * 0.5 AS net FROM orders");
        shop.model("daily", "/*---\nkey: [d]\n---*/\nSELECT d, sum(net) AS net FROM net GROUP BY d");
        long before = apply();
        shop.model("net", "SELECT id, d, amt * 0.2 AS net FROM orders");
        orders("(1, '2025-02-10', 150), (2, '2025-03-05', 200)");
        long after = apply();

        assertThat(shop.effects("daily", before, after))
                .containsExactly(
                        "DATA -1 2025-02-10 50.000",
                        "DATA 1 2025-02-10 75.000",
                        "LOGIC -1 2025-02-10 75.000",
                        "LOGIC 1 2025-02-10 30.000",
                        "LOGIC -1 2025-03-05 100.000",
                        "LOGIC 1 2025-03-05 40.000");
        assertThat(query("SELECT d || ' ' || net FROM daily ORDER BY d", before))
                .containsExactly("2025-02-10 75.000", "2025-03-05 100.000");
    }

    @Test
    void whatOnlyTimeChangedIsOfTheClock() {
        orders("(1, '2025-02-10', 100), (2, '2025-03-05', 200)");
        shop.model("due", "SELECT id, amt FROM orders WHERE d <= current_date");
        long before = apply();
        shop.at(Instant.parse("2025-03-10T08:00:00Z"));
        long clock = apply();
        assertThat(shop.effects("due", before, clock)).containsExactly("CLOCK 1 2 200.00");
        assertThat(shop.explain("due", before, clock, Explained::reason)).isPresent();

        shop.model("due", "SELECT id, amt * 2 AS amt FROM orders WHERE d <= current_date");
        orders("(1, '2025-02-10', 150), (2, '2025-03-05', 200)");
        long after = apply();
        assertThat(shop.effects("due", before, after))
                .containsExactly(
                        "DATA -1 1 100.00",
                        "DATA 1 1 150.00",
                        "LOGIC -1 1 150.00",
                        "LOGIC 1 1 300.00",
                        "CLOCK 1 2 400.00");
        assertThat(query("SELECT id || ' ' || amt FROM due ORDER BY id", before))
                .as("the clock of the published rows")
                .containsExactly("1 150.00", "2 200.00");
    }

    @Test
    void dataAreWhatTheRowsReflectAlsoWhereModelsAreBehind() {
        orders("(1, '2025-02-10', 100)");
        shop.model("net", "SELECT id, d, amt AS net FROM orders");
        shop.model("daily", "SELECT d, sum(net) AS net FROM net GROUP BY d");
        long before = apply();
        orders("(1, '2025-02-10', 150)");
        shop.model("daily", "SELECT d, sum(net) + 1 AS net FROM net GROUP BY d");
        shop.apply(new PlanOptions(Optional.of("daily"), Optional.empty(), Set.of(), Set.of()));
        long after = shop.memory().seq();

        assertThat(shop.effects("daily", before, after))
                .containsExactly("LOGIC -1 2025-02-10 100.00", "LOGIC 1 2025-02-10 101.00");
        assertThat(shop.explain("daily", before, after, Explained::reason)).isPresent();
        assertThat(query("SELECT net FROM daily", before)).as("from sources on").containsExactly("150.00");
    }

    @Test
    void inexactColumnsMakeNoDifferenceInTheirLastDigits() {
        shop.load("SELECT i AS id, DATE '2025-01-01' + (i % 40)::INTEGER AS d, sin(i) AS amt FROM range(20000) t(i)");
        shop.model("daily", "/*---\nkey: [d]\n---*/\nSELECT d, sum(amt) AS s, 1 AS v FROM orders GROUP BY d");
        long before = apply();
        shop.load(
                "SELECT i AS id, DATE '2025-01-01' + (i % 40)::INTEGER AS d, CASE i WHEN 7 THEN 5.0 WHEN 1 THEN sin(i) + 1e-14 ELSE sin(i) END AS amt FROM range(20000) t(i)");
        shop.model(
                "daily",
                "/*---\nkey: [d]\n---*/\nSELECT d, sum(amt) AS s, CASE WHEN d < '2025-01-04' THEN 1 ELSE 2 END AS v FROM orders GROUP BY d");
        long after = apply();

        List<String> found = shop.effects("daily", before, after);
        assertThat(found)
                .filteredOn(row -> row.startsWith("DATA"))
                .hasSize(2)
                .allMatch(row -> row.contains("2025-01-08"));
        assertThat(found).filteredOn(row -> row.startsWith("LOGIC")).hasSize(2 * 37);
    }

    @Test
    void aKeyThatNamesNoRowInBetweenPairsNothing() {
        orders("(1, '2025-02-10', 100), (2, '2025-03-05', 200)");
        shop.model("firsts", "/*---\nkey: [d]\n---*/\nSELECT d, amt FROM orders");
        long before = apply();
        shop.model("firsts", "/*---\nkey: [d]\n---*/\nSELECT d, max(amt) AS amt FROM orders GROUP BY d");
        orders("(1, '2025-02-10', 100), (2, '2025-03-05', 200), (3, '2025-03-05', 50), (4, '2025-03-05', 60)");
        long after = apply();

        assertThat(shop.effects("firsts", before, after))
                .containsExactly(
                        "DATA 1 2025-03-05 50.00",
                        "DATA 1 2025-03-05 60.00",
                        "LOGIC -1 2025-03-05 50.00",
                        "LOGIC -1 2025-03-05 60.00");
        assertThat(shop.explain("firsts", before, after, Explained::shape).key())
                .isEmpty();
    }

    @Test
    void columnsThatOnlyOneHasAreEmptyInTheOther() {
        orders("(1, '2025-02-10', 100)");
        shop.model("daily", "SELECT d, sum(amt) AS s FROM orders GROUP BY d");
        long before = apply();
        shop.model("daily", "SELECT d, count(*) AS n FROM orders GROUP BY d");
        orders("(1, '2025-02-10', 150)");
        long after = apply();

        assertThat(shop.effects("daily", before, after))
                .containsExactlyInAnyOrder(
                        "DATA -1 2025-02-10 null 100.00",
                        "DATA 1 2025-02-10 null 150.00",
                        "LOGIC -1 2025-02-10 null 150.00",
                        "LOGIC 1 2025-02-10 1 null");
    }

    @Test
    void dataThatNewLogicDoesNotReadAreThoseOfTheCommitToo() {
        shop.settings("sources: {orders: {key: [id], load: upsert}, rates: {key: [k], load: upsert}}");
        orders("(1, '2025-02-10', 100)");
        shop.load("rates", List.of("k"), "SELECT 1 AS k, 2 AS rate");
        shop.model(
                "net",
                "/*---\nmaterialized: view\n---*/\nSELECT d, amt * (SELECT max(rate) FROM rates) AS net FROM orders");
        shop.model("daily", "SELECT d, sum(net)::DECIMAL(12,2) AS net FROM net GROUP BY d");
        long before = apply();
        shop.model("net", "/*---\nmaterialized: view\n---*/\nSELECT d, amt AS net FROM orders");
        apply();
        long after = shop.load("rates", List.of("k"), "SELECT 1 AS k, 3 AS rate");

        for (String model : List.of("net", "daily")) {
            assertThat(shop.effects(model, before, after))
                    .as(model)
                    .containsExactly(
                            "DATA -1 2025-02-10 200.00",
                            "DATA 1 2025-02-10 300.00",
                            "LOGIC 1 2025-02-10 100.00",
                            "LOGIC -1 2025-02-10 300.00");
        }
    }

    @Test
    void aRenamedModelIsTheSame() {
        orders("(1, '2025-02-10', 100)");
        shop.model("net", "SELECT id, d, amt AS net FROM orders");
        shop.model("daily", "SELECT d, sum(net) AS net FROM net GROUP BY d");
        long before = apply();
        shop.delete("models/net.sql");
        shop.model("netto", "/*---\nwas: net\n---*/\nSELECT id, d, amt AS net FROM orders");
        shop.model("daily", "SELECT d, sum(net) + 1 AS net FROM netto GROUP BY d");
        orders("(1, '2025-02-10', 150)");
        long after = apply();

        assertThat(shop.effects("daily", before, after))
                .containsExactly(
                        "DATA -1 2025-02-10 100.00",
                        "DATA 1 2025-02-10 150.00",
                        "LOGIC -1 2025-02-10 150.00",
                        "LOGIC 1 2025-02-10 151.00");
        assertThat(query("SELECT net FROM netto", before)).containsExactly("150.00");
        assertThat(query("SELECT net FROM daily", before)).containsExactly("150.00");
    }

    @Test
    void newDataThatOldLogicCannotReadIsTold() {
        orders("(1, '2025-02-10', 100)");
        shop.model("inverse", "SELECT id, CASE WHEN amt = 0 THEN error('no zero') ELSE 1 / amt END AS r FROM orders");
        long before = apply();
        shop.model("inverse", "SELECT id, amt AS r FROM orders");
        orders("(1, '2025-02-10', 0)");
        long after = apply();

        assertThatThrownBy(() -> shop.effects("inverse", before, after))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(
                        "Cannot compute inverse by its logic of #" + before + " over the data of #" + after)
                .hasMessageContaining("no zero");
        assertThatThrownBy(() -> query("FROM inverse", before)).hasMessageContaining("no zero");
    }

    @Test
    void modelsThatReadEachOtherByTurnsAreTold() {
        orders("(1, '2025-02-10', 100)");
        shop.model("a", "SELECT id, amt FROM orders");
        shop.model("b", "SELECT id, amt + 1 AS amt FROM a");
        apply();
        shop.model("b", "SELECT id, amt + 2 AS amt FROM orders");
        shop.model("a", "SELECT id, amt + 2 AS amt FROM b");
        shop.apply(new PlanOptions(Optional.of("a"), Optional.empty(), Set.of(), Set.of()));
        long between = shop.memory().seq();
        apply();

        assertThatThrownBy(() -> query("FROM a", between)).hasMessageContaining("it is made of itself");
        assertThat(query("SELECT amt FROM a", shop.memory().seq())).containsExactly("104.00");
    }
}
