package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayTextTest {
    @Test
    void floatingNumbersAreWrittenAsTheyAre() {
        assertThat(DisplayText.of(1.5)).isEqualTo("1.5");
        assertThat(DisplayText.of(Double.NaN)).isEqualTo("NaN");
        assertThat(DisplayText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }
}
