package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.LogicVersion;
import hindsight.problem.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text whose canonical form gives something else is kept as it is written, from its first apply on. */
class AdmissionTest {
    @TempDir
    private Path folder;

    private ShopFolder shop;

    @BeforeEach
    void carelessEngine() throws IOException {
        shop = new ShopFolder(folder);
        Files.writeString(folder.resolve("hindsight.yml"), """
                name: shop
                engine: {type: careless, memory: 1GB, threads: 1}
                sources: {orders: {key: [id], load: upsert}}
                """);
        shop.load("SELECT * FROM (VALUES (1, -5), (2, 7)) t(id, v)");
    }

    @Test
    void admitsWhatGivesTheSameRows() {
        shop.model("least", "SELECT min(v) AS v FROM orders").apply();

        assertThat(shop.rows("least")).containsExactly("-5");
        assertThat(opaque("least")).isEmpty();
    }

    @Test
    void keepsWhatGivesOtherRows() {
        shop.model("most", "SELECT max(v) AS v FROM orders").apply();

        assertThat(shop.rows("most")).containsExactly("7");
        assertThat(opaque("most")).contains("computed step by step, it has other rows");
    }

    @Test
    void keepsViewsThatGiveOtherRowsAndLooksThroughTheOthersOnly() {
        shop.model("most", "/*---\nmaterialized: view\n---*/\nSELECT max(v) AS v FROM orders");
        shop.model("least", "/*---\nmaterialized: view\n---*/\nSELECT min(v) AS v FROM orders");
        shop.model("both", "SELECT most.v, least.v AS other FROM most, least").apply();

        assertThat(shop.rows("both")).containsExactly("7 -5");
        assertThat(opaque("most")).contains("computed step by step, it has other rows");
        assertThat(opaque("least")).isEmpty();
    }

    @Test
    void leavesViewsThatFailToWhoeverReadsThem() {
        shop.model(
                "halves", "/*---\nmaterialized: view\n---*/\nSELECT id, error('no ' || v)::INTEGER AS v FROM orders");

        assertThat(shop.apply().seq()).isPresent();
        assertThat(opaque("halves")).isEmpty();
    }

    @Test
    void refusesWhatMustRunAsWrittenAndBreaksNoTies() {
        shop.model("sizes", "SELECT abs(v) AS v, row_number() OVER (ORDER BY v % 2) AS n FROM orders");

        assertThatThrownBy(shop::apply)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("its result depends on the order of rows that tie")
                .hasMessageContaining("computed step by step, it fails over its rows");
        assertThat(shop.memory().table("sizes")).isEmpty();
    }

    @Test
    void keepsWhatFailsOtherwise() {
        shop.model("sizes", "SELECT id, abs(v) AS v FROM orders").apply();

        assertThat(shop.rows("sizes")).containsExactly("1 5", "2 7");
        assertThat(opaque("sizes")).contains("computed step by step, it fails over its rows");
    }

    @Test
    void whatReadsItsFloatingColumnsIsInexactToo() {
        shop.model("most", "SELECT max(v)::DOUBLE AS v FROM orders").model("reader", "SELECT v / 2 AS half FROM most");
        shop.apply();

        assertThat(shop.memory().table("most").orElseThrow().definition().inexact())
                .containsExactly("v");
        assertThat(shop.memory().table("reader").orElseThrow().definition().inexact())
                .containsExactly("half");
        assertThat(shop.plan().isPending()).isFalse();
    }

    @Test
    void comparesAPartOfManyRows() {
        shop.load("SELECT i AS id, i % 1000 AS v FROM range(1000001) t(i)");
        String greatest = "/*---\nkey: [k]\n---*/\nSELECT id % 10 AS k, max(v) AS v FROM orders GROUP BY id % 10";
        shop.model("most", greatest).apply();
        shop.model("least", greatest.replace("max", "min")).apply();

        assertThat(shop.rows("most")).contains("0 990", "9 999");
        assertThat(opaque("most")).contains("computed step by step, it has other rows");
        assertThat(opaque("least")).isEmpty();
    }

    @Test
    void comparesASampleWithoutAKeyAndThroughViews() {
        shop.load("SELECT i AS id, i % 1000 AS v FROM range(1000001) t(i)");
        shop.model("seen", "/*---\nmaterialized: view\n---*/\nSELECT id % 10 AS k, v FROM orders");
        shop.model("most", "SELECT k, max(v) AS v FROM seen GROUP BY k").apply();
        shop.model("least", "SELECT k, min(v) AS v FROM seen GROUP BY k").apply();

        assertThat(shop.rows("most")).contains("0 990", "9 999");
        assertThat(opaque("most")).contains("computed step by step, it has other rows");
        assertThat(opaque("least")).isEmpty();
    }

    @Test
    void keepsWhatFailsOverLaterRows() {
        shop.load("SELECT * FROM (VALUES (1, 5), (2, 7)) t(id, v)");
        shop.model(
                "sizes", "SELECT CAST(CASE WHEN max(v) > 0 THEN '1' ELSE 'none' END AS INTEGER) AS size FROM orders");
        shop.apply();
        assertThat(opaque("sizes")).isEmpty();
        shop.load("SELECT * FROM (VALUES (1, -5), (2, 7)) t(id, v)");
        shop.apply();

        assertThat(shop.rows("sizes")).containsExactly("1");
        assertThat(opaque("sizes")).contains("computed step by step, it fails over its rows");
    }

    @Test
    void tellsWhatFailsAsItIsWritten() {
        shop.model(
                "sizes", "SELECT CAST(CASE WHEN max(v) > 0 THEN 'many' ELSE '1' END AS INTEGER) AS size FROM orders");

        assertThatThrownBy(shop::apply).isInstanceOf(InvalidException.class).hasMessageContaining("'many'");
    }

    @Test
    void breaksTiesThatAKeyDoesNotBreakAnyMore() {
        shop.load("SELECT i AS id, 100 - i AS v FROM range(1, 50) t(i)");
        shop.model("base", "/*---\nkey: [id]\n---*/\nSELECT id, v FROM orders").apply();
        shop.model("base", "SELECT 1 AS id, v FROM orders");
        shop.model("first", "SELECT id, v FROM base ORDER BY id LIMIT 1").apply();

        assertThat(shop.rows("first")).containsExactly("1 51");
    }

    @Test
    void remembersWhatIsOpaque() {
        shop.model("most", "SELECT max(v) AS v FROM orders").apply();
        shop.load("SELECT * FROM (VALUES (1, -5), (2, 9)) t(id, v)");
        shop.apply();

        assertThat(shop.rows("most")).containsExactly("9");
        assertThat(opaque("most")).isPresent();
    }

    private Optional<String> opaque(String model) {
        LogicVersion inForce = shop.memory()
                .table(model)
                .orElseThrow()
                .model()
                .orElseThrow()
                .inForce()
                .segments()
                .get(0)
                .value();
        return inForce.opaque();
    }
}
