package hindsight.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataTypeTest {
    private static final List<String> INTEGERS = List.of(
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "UHUGEINT");
    private static final Map<String, Integer> BITS =
            Map.of("TINYINT", 8, "SMALLINT", 16, "INTEGER", 32, "BIGINT", 64, "HUGEINT", 128);

    @Test
    void aTypeWidensToItself() {
        for (String type : List.of("BIGINT", "VARCHAR", "STRUCT(a INTEGER)", "DECIMAL(12,2)", "INTEGER[]")) {
            assertThat(widened(type, type)).isEqualTo(type);
        }
    }

    @Test
    void integersWidenToTheNarrowestThatHoldsBoth() {
        for (String a : INTEGERS) {
            for (String b : INTEGERS) {
                assertThat(widened(a, b)).as("%s and %s", a, b).isEqualTo(narrowest(a, b));
            }
        }
    }

    @Test
    void exactNumbersWidenToTheNarrowestDecimal() {
        assertThat(widened("DECIMAL(12,2)", "DECIMAL(10,4)")).isEqualTo("DECIMAL(14,4)");
        assertThat(widened("DECIMAL(12,2)", "DECIMAL(18,2)")).isEqualTo("DECIMAL(18,2)");
        assertThat(widened("DECIMAL(3,2)", "UTINYINT")).isEqualTo("DECIMAL(5,2)");
        assertThat(widened("DECIMAL(3,2)", "INTEGER")).isEqualTo("DECIMAL(12,2)");
        assertThat(widened("BIGINT", "DECIMAL(38,19)")).isEqualTo("DECIMAL(38,19)");
        assertThat(widened("UBIGINT", "DECIMAL(38,19)")).isEqualTo("none");
        assertThat(widened("DECIMAL(38,0)", "DECIMAL(38,1)")).isEqualTo("none");
    }

    @Test
    void hugeIntegersHaveOneDigitMoreThanDecimals() {
        assertThat(widened("HUGEINT", "DECIMAL(5,0)")).isEqualTo("none");
        assertThat(widened("UHUGEINT", "DECIMAL(5,0)")).isEqualTo("none");
    }

    @Test
    void dayAndMomentWidenToTheFinerOne() {
        assertThat(widened("DATE", "TIMESTAMP")).isEqualTo("TIMESTAMP");
        assertThat(widened("TIMESTAMP_S", "TIMESTAMP_MS")).isEqualTo("TIMESTAMP_MS");
        assertThat(widened("FLOAT", "DOUBLE")).isEqualTo("DOUBLE");
    }

    @Test
    void nanosecondsReachLessFarThanAllOtherMoments() {
        for (String type : List.of("DATE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP")) {
            assertThat(widened(type, "TIMESTAMP_NS")).as(type).isEqualTo("none");
            assertThat(widened("TIMESTAMP_NS", type)).as(type).isEqualTo("none");
        }
        assertThat(widened("TIMESTAMP_NS", "timestamp_ns")).isEqualTo("TIMESTAMP_NS");
    }

    @Test
    void nothingWidensAcrossFamilies() {
        List<String> families = List.of(
                "INTEGER",
                "DOUBLE",
                "BOOLEAN",
                "VARCHAR",
                "DATE",
                "TIMESTAMP WITH TIME ZONE",
                "TIME WITH TIME ZONE",
                "TIME",
                "STRUCT(a INTEGER)",
                "STRUCT(b INTEGER)");
        for (String a : families) {
            for (String b : families) {
                assertThat(widened(a, b)).as("%s and %s", a, b).isEqualTo(a.equals(b) ? a : "none");
            }
        }
    }

    @Test
    void widensInBothDirectionsAlike() {
        List<String> types = new ArrayList<>(INTEGERS);
        types.addAll(
                List.of("DECIMAL(1,0)", "DECIMAL(38,38)", "DECIMAL(20,5)", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP"));
        for (String a : types) {
            for (String b : types) {
                assertThat(widened(a, b)).as("%s and %s", a, b).isEqualTo(widened(b, a));
            }
        }
    }

    @Test
    void letterCaseDoesNotMatter() {
        assertThat(widened("utinyint", "usmallint")).isEqualToIgnoringCase("USMALLINT");
        assertThat(widened("integer", "decimal(3,2)")).isEqualTo("DECIMAL(12,2)");
        assertThat(widened("timestamp", "date")).isEqualToIgnoringCase("TIMESTAMP");
    }

    @Test
    void hasAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DataType(" "));
    }

    private static String widened(String a, String b) {
        Optional<DataType> wide = new DataType(a).widen(new DataType(b));
        return wide.map(DataType::text).orElse("none");
    }

    /** By the bounds of the types; where both fit, the unsigned one is narrower only if both are unsigned. */
    private static String narrowest(String a, String b) {
        boolean unsigned = a.startsWith("U") && b.startsWith("U");
        return INTEGERS.stream()
                .filter(type -> type.startsWith("U") == unsigned)
                .filter(type -> least(type).compareTo(least(a).min(least(b))) <= 0)
                .filter(type -> most(type).compareTo(most(a).max(most(b))) >= 0)
                .findFirst()
                .orElse("none");
    }

    private static BigInteger least(String type) {
        return type.startsWith("U")
                ? BigInteger.ZERO
                : BigInteger.TWO.pow(bits(type) - 1).negate();
    }

    private static BigInteger most(String type) {
        return BigInteger.TWO
                .pow(type.startsWith("U") ? bits(type) : bits(type) - 1)
                .subtract(BigInteger.ONE);
    }

    private static int bits(String type) {
        return BITS.get(type.startsWith("U") ? type.substring(1) : type);
    }
}
