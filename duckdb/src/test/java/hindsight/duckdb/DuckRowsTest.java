package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.project.EngineSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckRowsTest {
    @TempDir
    Path folder;

    private Engine engine;
    private Store store;

    @BeforeEach
    void open() {
        engine = DuckEngine.open(new EngineRequest(
                new EngineSettings("duckdb", "1GB", 2),
                folder,
                ZoneId.of("Europe/Berlin"),
                Duration.ofSeconds(1),
                Clock.systemUTC()));
        store = engine.hold(Access.READ);
    }

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void givesPartsOfNestedValuesAsTheyWouldBeAlone() {
        assertThat(row("['x'::BLOB, NULL], [[TIME '24:00:00']], [TIMESTAMPTZ '2024-01-01 10:00:00+00']"))
                .containsExactly(
                        Arrays.asList("x", null), List.of(List.of("24:00:00")), List.of("2024-01-01 11:00:00+01"));
        assertThat(row("{'a b': DATE 'infinity', 'c': 1.50}, MAP {INTERVAL '1 month': 1::HUGEINT}, [row(1, 'a')]"))
                .containsExactly(
                        Map.of("a b", "infinity", "c", new BigDecimal("1.50")),
                        Map.of("1 month", BigInteger.ONE),
                        List.of("(1, a)"));
    }

    @Test
    void givesNumbersAndTruthAsThemselves() {
        assertThat(row("true, 1::TINYINT, 9223372036854775807, 170141183460469231731687303715884105727::HUGEINT"))
                .containsExactly(true, 1L, Long.MAX_VALUE, new BigInteger("170141183460469231731687303715884105727"));
        assertThat(row("1.50, 0.1::FLOAT, 0.1::DOUBLE, 'nan'::DOUBLE"))
                .containsExactly(new BigDecimal("1.50"), 0.1, 0.1, Double.NaN);
        assertThat(row("18446744073709551615::UBIGINT, NULL, '', 'x'"))
                .containsExactly(new BigInteger("18446744073709551615"), null, "", "x");
    }

    @Test
    void givesMomentsAsTheEngineWritesThem() {
        assertThat(row("DATE '2025-03-05', 'infinity'::DATE, DATE '0044-03-15 (BC)', TIME '10:00'"))
                .containsExactly("2025-03-05", "infinity", "0044-03-15 (BC)", "10:00:00");
        assertThat(row("TIMESTAMP '2025-03-30 02:30', TIMESTAMP '2025-03-05 10:00:00.25', '-infinity'::TIMESTAMP"))
                .containsExactly("2025-03-30 02:30:00", "2025-03-05 10:00:00.25", "-infinity");
        assertThat(row("TIMESTAMPTZ '2025-07-05 10:00+00', TIMESTAMP_NS '2025-03-05 10:00:00.123456789'"))
                .containsExactly("2025-07-05 12:00:00+02", "2025-03-05 10:00:00.123456789");
    }

    @Test
    void givesOtherTypesAsTheEngineWritesThem() {
        assertThat(row("INTERVAL 1 DAY, '\\xAA'::BLOB, '101'::BIT, 'a'::ENUM('a', 'b')"))
                .containsExactly("1 day", "\\xAA", "101", "a");
        assertThat(row("'{\"a\": 1}'::JSON, '0a4f0f2c-5a61-409e-af2f-08624f40f088'::UUID"))
                .containsExactly("{\"a\": 1}", "0a4f0f2c-5a61-409e-af2f-08624f40f088");
    }

    @Test
    void givesNestedValuesAsListsAndMaps() {
        assertThat(
                        row(
                                "[1, NULL], {a: 1, \"b c\": [DATE '2025-03-05']}, MAP {'k': 1.5}, [{t: TIMESTAMP '2025-03-05 10:00'}]"))
                .containsExactly(
                        Arrays.asList(1L, null),
                        Map.of("a", 1L, "b c", List.of("2025-03-05")),
                        Map.of("k", new BigDecimal("1.5")),
                        List.of(Map.of("t", "2025-03-05 10:00:00")));
    }

    @Test
    void keepsNamesTypesAndOrder() {
        try (Rows rows = rows(
                "SELECT range AS \"a \"\"b\", DATE '2025-03-01' + range::INTEGER AS d FROM range(3) ORDER BY d DESC")) {
            assertThat(rows.schema().toString())
                    .contains("a \"b")
                    .contains("DATE")
                    .contains("BIGINT");
            List<Object> days = new ArrayList<>();
            while (rows.next()) {
                days.add(rows.value(1));
            }
            assertThat(days).containsExactly("2025-03-03", "2025-03-02", "2025-03-01");
        }
    }

    @Test
    void streamsRowsWithoutHavingThemAll() {
        try (Rows rows = rows("SELECT range AS n, DATE '2025-03-01' AS d FROM range(1000000000000)");
                Rows others = rows("SELECT 42 AS n")) {
            assertThat(rows.next()).isTrue();
            assertThat(others.next()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.value(0)).isEqualTo(1L);
            assertThat(others.value(0)).isEqualTo(42L);
        }
    }

    @Test
    void saysWhyAQueryFailsAtOnceOrLate() {
        assertThatThrownBy(() -> rows("SELECT CAST('x' AS INTEGER) AS n").close())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("could not convert string 'x' to INT32");
        String late =
                "SELECT CAST(CASE WHEN range = 3000000 THEN 'x' ELSE '1' END AS INTEGER) AS n FROM range(4000000)";
        assertThatThrownBy(() -> {
                    try (Rows rows = rows(late)) {
                        while (rows.next()) {
                            assertThat(rows.value(0)).isEqualTo(1L);
                        }
                    }
                })
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("could not convert string 'x' to INT32");
    }

    private Rows rows(String sql) {
        return store.rows(new RowSet.Query(sql, Map.of(), Instant.EPOCH));
    }

    private List<@Nullable Object> row(String values) {
        List<@Nullable Object> row = new ArrayList<>();
        try (Rows rows = rows("SELECT " + values)) {
            assertThat(rows.next()).isTrue();
            for (int i = 0; i < rows.schema().columns().size(); i++) {
                row.add(rows.value(i));
            }
            assertThat(rows.next()).isFalse();
        }
        return row;
    }
}
