package hindsight.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class EffectiveRangeTest {
    private static final LocalDateTime A = LocalDateTime.of(2025, 1, 1, 0, 0);
    private static final LocalDateTime B = A.plusDays(1);
    private static final LocalDateTime C = A.plusDays(2);
    private static final LocalDateTime D = A.plusDays(3);

    @Test
    void holdsItsBeginningButNotItsEnd() {
        EffectiveRange range = new EffectiveRange(A, B);
        assertThat(range.contains(A)).isTrue();
        assertThat(range.contains(B)).isFalse();
        assertThat(range.contains(A.minusNanos(1))).isFalse();
        assertThat(EffectiveRange.ALWAYS.contains(LocalDateTime.MIN)).isTrue();
        assertThat(EffectiveRange.ALWAYS.contains(LocalDateTime.MAX)).isTrue();
    }

    @Test
    void isNeverEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EffectiveRange(B, A));
        assertThatIllegalArgumentException().isThrownBy(() -> new EffectiveRange(A, A));
    }

    @Test
    void intersectsWhatBothCover() {
        assertThat(new EffectiveRange(A, C).intersect(new EffectiveRange(B, D))).contains(new EffectiveRange(B, C));
        assertThat(new EffectiveRange(A, D).intersect(new EffectiveRange(B, C))).contains(new EffectiveRange(B, C));
        assertThat(new EffectiveRange(null, C).intersect(new EffectiveRange(B, null)))
                .contains(new EffectiveRange(B, C));
        assertThat(new EffectiveRange(A, B).intersect(EffectiveRange.ALWAYS)).contains(new EffectiveRange(A, B));
        assertThat(new EffectiveRange(A, B).intersect(new EffectiveRange(B, C))).isEmpty();
        assertThat(new EffectiveRange(null, A).intersect(new EffectiveRange(A, null)))
                .isEmpty();
    }

    @Test
    void printsItsBounds() {
        assertThat(new EffectiveRange(A, null)).hasToString("[2025-01-01, ∞)");
        assertThat(new EffectiveRange(null, A)).hasToString("[-∞, 2025-01-01)");
        assertThat(new EffectiveRange(A.plusHours(6), null)).hasToString("[2025-01-01T06:00, ∞)");
    }

    @Test
    void isToldAsAClause() {
        assertThat(new EffectiveRange(A, B).clause()).isEqualTo("from 2025-01-01 to before " + B.toLocalDate());
        assertThat(new EffectiveRange(A, null).clause()).isEqualTo("since 2025-01-01");
        assertThat(new EffectiveRange(null, A).clause()).isEqualTo("before 2025-01-01");
        assertThat(EffectiveRange.ALWAYS.clause()).isEqualTo("at all effective time");
    }
}
