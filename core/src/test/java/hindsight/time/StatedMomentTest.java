package hindsight.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.UsageException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatedMomentTest {
    @Test
    void aDateIsItsFirstMoment() {
        assertThat(StatedMoment.of("2024-02-29")).isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
        assertThat(StatedMoment.of(" 2024-02-29T10:30 ")).isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 30));
    }

    @Test
    void whatIsWrittenReadsBack() {
        for (String text : List.of("2024-02-29", "2024-02-29 10:30", "2024-02-29 00:00:05")) {
            assertThat(StatedMoment.text(StatedMoment.of(text))).isEqualTo(text);
        }
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : List.of("", "today", "2024-2-1", "2023-02-29", "2024-02-01 25:00", "2024-02-01Z")) {
            assertThatThrownBy(() -> StatedMoment.of(text))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("Cannot read '" + text + "'");
        }
    }
}
