package hindsight.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class LiteralTest {
    @Test
    void doublesQuotesInStrings() {
        assertThat(Literal.string("it's")).isEqualTo("'it''s'");
        assertThat(Literal.string("'); DROP TABLE x; --")).isEqualTo("'''); DROP TABLE x; --'");
    }

    @Test
    void writesTheCharacterNulAsAFunction() {
        assertThat(Literal.string("a\0b")).isEqualTo("('a' || chr(0) || 'b')");
    }

    @Test
    void writesDatesAndMoments() {
        assertThat(Literal.date(LocalDate.of(2025, 3, 1))).isEqualTo("DATE '2025-03-01'");
        assertThat(Literal.date(LocalDate.of(12025, 3, 1))).isEqualTo("DATE '12025-03-01'");
        assertThat(Literal.date(LocalDate.of(-43, 3, 15))).isEqualTo("DATE '0044-03-15 (BC)'");
        assertThat(Literal.timestamp(LocalDateTime.of(2025, 3, 1, 4, 5))).isEqualTo("TIMESTAMP '2025-03-01 04:05:00'");
        assertThat(Literal.timestamp(LocalDateTime.of(2025, 3, 1, 4, 5, 6, 789_123_999)))
                .isEqualTo("TIMESTAMP '2025-03-01 04:05:06.789123'");
        assertThat(Literal.instant(Instant.parse("2025-03-01T04:05:06Z")))
                .isEqualTo("TIMESTAMPTZ '2025-03-01 04:05:06+00'");
    }

    @Test
    void writesDecimalsAsNarrowAsTheyAre() {
        assertThat(Literal.decimal(new BigDecimal("-1.50"))).isEqualTo("CAST('-1.50' AS DECIMAL(3,2))");
        assertThat(Literal.decimal(new BigDecimal("0.001"))).isEqualTo("CAST('0.001' AS DECIMAL(3,3))");
        assertThat(Literal.decimal(new BigDecimal("1e3"))).isEqualTo("CAST('1000' AS DECIMAL(4,0))");
        assertThatIllegalArgumentException().isThrownBy(() -> Literal.decimal(new BigDecimal("1e38")));
    }

    @Test
    void writesTheSmallestLong() {
        assertThat(Literal.integer(Long.MIN_VALUE)).isEqualTo("CAST('-9223372036854775808' AS BIGINT)");
    }
}
