package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.Severity;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();
    private final JsonOutput json = new JsonOutput(target);

    @Test
    void numbersThatADoubleCannotHoldAreText() {
        assertThat(written(1L << 53)).isEqualTo("9007199254740992");
        assertThat(written((1L << 53) + 1)).isEqualTo("\"9007199254740993\"");
        assertThat(written(-(1L << 53) - 1)).isEqualTo("\"-9007199254740993\"");
        assertThat(written(Long.MIN_VALUE)).isEqualTo("\"-9223372036854775808\"");
        assertThat(written(new BigInteger("170141183460469231731687303715884105727")))
                .isEqualTo("\"170141183460469231731687303715884105727\"");
        assertThat(written(new BigInteger("12"))).isEqualTo("12");
        assertThat(written(new BigDecimal("1E+3"))).isEqualTo("\"1000\"");
        assertThat(written(Double.POSITIVE_INFINITY)).isEqualTo("\"Infinity\"");
        assertThat(written(1.5)).isEqualTo("1.5");
    }

    @Test
    void valuesOfEveryKindHaveAForm() {
        assertThat(written(null)).isEqualTo("null");
        assertThat(written(Optional.empty())).isEqualTo("null");
        assertThat(written(OptionalLong.of(3))).isEqualTo("3");
        assertThat(written(Severity.WARNING)).isEqualTo("\"warning\"");
        assertThat(written(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(written(List.of(Map.of("a", List.of(true))))).isEqualTo("[{\"a\":[true]}]");
    }

    @Test
    void aDocumentThatBreaksOffCanBeCompleted() {
        json.object(() -> {
            json.name("result");
            try {
                json.object(() -> json.name("rows")
                        .array(() -> json.object(() -> {
                            json.name("amount");
                            throw new IllegalStateException();
                        })));
            } catch (IllegalStateException expected) {
                json.unwind();
            }
            json.field("problems", List.of());
        });
        assertThat(text()).isEqualTo("{\"result\":{\"rows\":[{\"amount\":null}]},\"problems\":[]}");
    }

    @Test
    void aDocumentThatBreaksOffBeforeItsResultSaysNull() {
        json.object(() -> {
            json.name("result");
            json.unwind();
            json.field("problems", List.of());
        });
        assertThat(text()).isEqualTo("{\"result\":null,\"problems\":[]}");
    }

    private String written(@Nullable Object value) {
        target.reset();
        json.value(value);
        return text().strip();
    }

    private String text() {
        json.flush();
        return target.toString(StandardCharsets.UTF_8);
    }
}
