package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.TableMemory;
import hindsight.plan.Strategy;
import hindsight.problem.RefusedException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.time.EffectiveRange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models whose logic depends on the business date: every row follows the logic of its date, whenever it arrives. */
class TimelineTest {
    private static final String SETTINGS = "/*---\nkey: [d]\neffective: d\n---*/\n";
    private static final String FIRST = daily("0.10");
    private static final String SECOND = "-- since: 2025-03-01\n" + daily("0.12");

    @TempDir
    Path folder;

    private ShopFolder shop;
    private final Map<String, String> orders = new LinkedHashMap<>();
    private final Map<Long, List<String>> published = new LinkedHashMap<>();

    private static String daily(String rate) {
        return "SELECT d, sum(amt) * " + rate + " AS tax FROM orders GROUP BY d\n";
    }

    @BeforeEach
    void open() {
        shop = new ShopFolder(folder);
    }

    private void order(int id, String day, int amount) {
        orders.put(Integer.toString(id), "(" + id + ", DATE '2025-" + day + "', " + amount + "::DECIMAL(12,2))");
        shop.load("SELECT * FROM (VALUES " + String.join(", ", orders.values()) + ") t(id, d, amt)");
    }

    private void deploy(String text, String restated) {
        shop.model("daily", SETTINGS + text);
        apply(Optional.empty(), restated.isEmpty() ? Set.of() : Set.of(restated));
    }

    private void apply(Optional<Strategy> strategy, Set<String> restated) {
        shop.apply(new PlanOptions(Optional.empty(), strategy, restated, Set.of()));
    }

    /** The tax of each day, as month-day tax. */
    private void expect(String... days) {
        Memory memory = shop.memory();
        assertThat(rows(memory.seq())).containsExactly(days);
        published.put(memory.seq(), List.of(days));
        published.forEach(
                (seq, then) -> assertThat(rows(seq)).as("AS OF %d", seq).containsExactlyElementsOf(then));
        shop.in(
                Progress.SILENT,
                workspace -> assertThat(new Verify(workspace)
                                .run(new Verify.Request(Optional.of("daily"), Optional.empty(), false))
                                .tables())
                        .allMatch(table -> table.isEqual()));
        assertThat(shop.plan().isPending()).isFalse();
    }

    private List<String> rows(long seq) {
        List<String> found = new ArrayList<>();
        shop.in(
                        Progress.SILENT,
                        workspace -> workspace.reading(store -> ShopFolder.rows(
                                store,
                                new RowSet.Stored(
                                        store.memory(seq).table("daily").orElseThrow(), seq))))
                .forEach(row ->
                        found.add(row.substring(5, 10) + " " + row.substring(11).replaceAll("0+$", "0")));
        return found;
    }

    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"FULL", "KEYED", "DELTA"})
    void everyRowFollowsTheLogicOfItsDay(Strategy strategy) {
        Optional<Strategy> forced = Optional.of(strategy);
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        deploy(FIRST, "");
        expect("02-10 10.0", "03-05 20.0");

        deploy(FIRST + SECOND, "");
        expect("02-10 10.0", "03-05 24.0");

        order(3, "02-10", 50);
        apply(forced, Set.of());
        expect("02-10 15.0", "03-05 24.0");

        order(2, "03-05", 300);
        apply(forced, Set.of());
        expect("02-10 15.0", "03-05 36.0");

        String amended = "-- since: 2025-02-01 until: 2025-03-01\n" + daily("0.11");
        deploy(FIRST + SECOND + amended, "");
        expect("02-10 16.50", "03-05 36.0");

        order(1, "03-01", 100);
        apply(forced, Set.of());
        expect("02-10 5.50", "03-01 12.0", "03-05 36.0");

        deploy(FIRST + SECOND + "-- since: 2025-03-04\n" + daily("0.20") + amended, "");
        expect("02-10 5.50", "03-01 12.0", "03-05 60.0");
        expectEffects(List.copyOf(published.keySet()));
    }

    /** Of what changed from the first deployment to the amendment, and of what the last deployment changed. */
    private void expectEffects(List<Long> commits) {
        assertThat(effects(commits.get(0), commits.get(4)))
                .containsExactly(
                        "DATA -1 02-10 10.0",
                        "DATA 1 02-10 15.0",
                        "DATA -1 03-05 20.0",
                        "DATA 1 03-05 30.0",
                        "LOGIC -1 02-10 15.0",
                        "LOGIC 1 02-10 16.50",
                        "LOGIC -1 03-05 30.0",
                        "LOGIC 1 03-05 36.0");
        assertThat(effects(commits.get(5), commits.get(6)))
                .containsExactly("LOGIC -1 03-05 36.0", "LOGIC 1 03-05 60.0");
    }

    private List<String> effects(long after, long upTo) {
        return shop.effects("daily", after, upTo).stream()
                .map(row -> row.replace("2025-", "").replaceAll("0+$", "0"))
                .toList();
    }

    @Test
    void onlyRowsOfTheRangeChangeWithItsLogic() {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        order(3, "04-01", 300);
        deploy(FIRST, "");
        shop.model("daily", SETTINGS + FIRST + SECOND + "-- since: 2025-04-01\n" + daily("0.10"));

        assertThat(shop.plan().model("daily").orElseThrow().range())
                .contains(new EffectiveRange(
                        LocalDateTime.parse("2025-03-01T00:00"), LocalDateTime.parse("2025-04-01T00:00")));
        ApplyResult result = shop.apply();

        assertThat(result.models().get(0).added()).isEqualTo(1);
        assertThat(result.models().get(0).retracted()).isEqualTo(1);
        expect("02-10 10.0", "03-05 24.0", "04-01 30.0");
    }

    @Test
    void everyRowTellsByWhichVersionItWasMade() throws SQLException {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        deploy(FIRST + SECOND, "");
        assertThat(versions()).containsExactly("2025-02-10 1", "2025-03-05 2");

        deploy(FIRST + SECOND + "-- since: 2025-03-03\n" + daily("0.20"), "");

        assertThat(versions()).containsExactly("2025-02-10 1", "2025-03-05 2", "2025-03-05 3");
    }

    private List<String> versions() throws SQLException {
        int daily = shop.memory().table("daily").orElseThrow().id();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w (READ_ONLY)");
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT c1 || ' ' || logic FROM " + Physical.plus(daily) + " ORDER BY ALL")) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    @Test
    void whatRewritesPublishedRowsIsRefusedAndNamesTheirTime() {
        order(1, "02-10", 100);
        deploy(FIRST + SECOND, "");

        assertThatThrownBy(() -> deploy(daily("0.50") + SECOND, ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("would restate rows before 2025-03-01");
        assertThatThrownBy(() -> deploy(FIRST + "-- since: 2025-03-02\n" + daily("0.12"), ""))
                .hasMessageContaining("would restate rows from 2025-03-01 to before 2025-03-02");
        assertThatThrownBy(() -> deploy(FIRST, "")).hasMessageContaining("would restate rows since 2025-03-01");
        deploy(daily("0.50") + SECOND, "daily");

        expect("02-10 50.0");
    }

    @Test
    void aSectionThatIsOnlyWrittenOtherwiseRestatesNothing() {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        deploy(FIRST, "");
        String reworded = "SELECT o.d, sum(o.amt) * 0.10 AS tax FROM orders o GROUP BY o.d -- as before\n";
        deploy(reworded + SECOND, "");
        expect("02-10 10.0", "03-05 24.0");
    }

    @Test
    void aViewShowsEachRowByTheLogicOfItsDay() {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        shop.model("shown", "/*---\neffective: d\nmaterialized: view\n---*/\n" + FIRST + SECOND);
        shop.model("daily", SETTINGS + "SELECT d, tax FROM shown");
        shop.apply();
        expect("02-10 10.0", "03-05 24.0");

        order(3, "03-06", 100);
        apply(Optional.of(Strategy.DELTA), Set.of());
        expect("02-10 10.0", "03-05 24.0", "03-06 12.0");
    }

    @Test
    void sectionsThatPlaceRowsOtherwiseAreRefused() {
        order(1, "02-10", 100);
        deploy(FIRST, "");

        assertThatThrownBy(() -> deploy(
                        FIRST + "-- since: 2025-03-01\nSELECT d + 1 AS d, sum(amt) * 2 AS tax FROM orders GROUP BY d",
                        ""))
                .hasMessageContaining("'d' is computed otherwise than in the section [-∞, 2025-03-01)");
        assertThatThrownBy(() ->
                        deploy(FIRST + "-- since: 2025-03-01\nSELECT max(d) AS d, sum(amt) * 2 AS tax FROM orders", ""))
                .hasMessageContaining("'d' is not computed from the columns of one table");
        assertThatThrownBy(() -> deploy(FIRST + "-- since: 2025-03-01\nSELECT d, 'much' AS tax FROM orders", ""))
                .hasMessageContaining("column 'tax' is VARCHAR in the section [2025-03-01, ∞)");
    }

    @Test
    void sectionsThatPlaceRowsOtherwiseMustGiveEachKeyOneDate() {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        String settings = "/*---\nkey: [id]\neffective: d\n---*/\n";
        String model = "SELECT d, amt::DECIMAL(12,1) AS tax, id FROM orders\n"
                + "-- since: 2025-03-01\nSELECT greatest(d, DATE '2025-02-01') AS d, (amt * 2)::DECIMAL(12,1) AS tax, id FROM orders";
        shop.model("daily", settings + model);
        shop.apply();
        expect("02-10 100.0 1", "03-05 400.0 2");

        order(3, "01-31", 100);
        assertThatThrownBy(shop::apply)
                .hasMessageContaining("Cannot publish daily: 1 key to which the sections give more than one d: (id=3, "
                        + "earliest=2025-01-31, latest=2025-02-01)");

        order(3, "03-31", 100);
        apply(Optional.of(Strategy.DELTA), Set.of());
        expect("02-10 100.0 1", "03-05 400.0 2", "03-31 200.0 3");

        order(3, "01-31", 100);
        assertThatThrownBy(() -> apply(Optional.of(Strategy.DELTA), Set.of()))
                .hasMessageContaining("1 key to which the sections give more than one d");
    }

    @Test
    void aRunningTotalUsesTheLogicOfEachRowOverAllOfItsInput() {
        String total = "SELECT d, sum(sum(amt)) OVER (ORDER BY d) * %s AS tax FROM orders GROUP BY d\n";
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        deploy(total.formatted("0.10") + "-- since: 2025-03-01\n" + total.formatted("0.12"), "");
        expect("02-10 10.0", "03-05 36.0");
    }

    @Test
    void aRangeIsComputedWithTheColumnsOfAllSections() {
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        String last = "-- since: 2025-03-01\nSELECT d, amt AS tax, id FROM orders\n";
        deploy("SELECT d, 1 AS tax FROM orders\n" + last, "");
        expect("02-10 1.00 null", "03-05 200.00 2");

        deploy("SELECT d, 1 AS tax FROM orders\n-- since: 2025-02-01\nSELECT d, 2 AS tax FROM orders\n" + last, "");

        expect("02-10 2.00 null", "03-05 200.00 2");
        assertThat(shop.memory()
                        .table("daily")
                        .flatMap(TableMemory::model)
                        .orElseThrow()
                        .inForce()
                        .segments())
                .allMatch(section -> section.value().text().opaque().isEmpty());
    }

    /** Derived for all eighty sections, the change would be too large. */
    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"KEYED", "DELTA"})
    void onlySectionsOfTheDatesOfAChangeAreMaintained(Strategy strategy) {
        String shared = "SELECT d, sum(amt * n) * %d.00 AS tax FROM orders "
                + "JOIN (SELECT d, count(*) AS n FROM orders GROUP BY d) USING (d) GROUP BY d\n";
        StringBuilder text = new StringBuilder(shared.formatted(0));
        for (int i = 1; i < 80; i++) {
            text.append("-- since: " + LocalDate.parse("2025-01-01").plusDays(i) + "\n" + shared.formatted(i));
        }
        order(1, "02-10", 100);
        order(2, "03-05", 200);
        deploy(text.toString(), "");
        expect("02-10 4000.0", "03-05 12600.0");

        order(1, "03-05", 100);
        apply(Optional.of(strategy), Set.of());
        expect("03-05 37800.0");
        order(3, "01-03", 10);
        apply(Optional.of(strategy), Set.of());
        expect("01-03 20.0", "03-05 37800.0");
    }
}
