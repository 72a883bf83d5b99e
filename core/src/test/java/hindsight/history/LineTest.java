package hindsight.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.Line.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineTest {
    private static final long OPEN = Long.MAX_VALUE;

    private final Line one = Line.MAIN.fork("one", 1, 10);

    @Test
    void mainSeesItself() {
        assertThat(Line.MAIN.isMain()).isTrue();
        assertThat(Line.MAIN.within(0, OPEN)).containsExactly(new Span(0, 0, OPEN));
        assertThat(Line.MAIN.within(3, 8)).containsExactly(new Span(0, 3, 8));
    }

    @Test
    void aBranchSeesItsParentUpToTheFork() {
        assertThat(one.isMain()).isFalse();
        assertThat(one.spans()).containsExactly(new Span(0, 0, 10), new Span(1, 10, OPEN));
        assertThat(one.within(4, 12)).containsExactly(new Span(0, 4, 10), new Span(1, 10, 12));
        assertThat(one.within(10, 12)).containsExactly(new Span(1, 10, 12));
        assertThat(one.within(2, 10)).containsExactly(new Span(0, 2, 10));
        assertThat(one.within(7, 7)).isEmpty();
    }

    @Test
    void branchesOfBranchesStayFlat() {
        Line line = one;
        for (int id = 2; id <= 10; id++) {
            line = line.fork("b" + id, id, id * 10L);
        }
        assertThat(line.spans()).hasSize(11);
        assertThat(line.within(15, 35)).containsExactly(new Span(1, 15, 20), new Span(2, 20, 30), new Span(3, 30, 35));
    }

    @Test
    void whatLiesBetweenNothingIsLeftOut() {
        assertThat(one.fork("two", 2, 10).spans()).containsExactly(new Span(0, 0, 10), new Span(2, 10, OPEN));
        assertThat(one.fork("two", 2, 6).spans()).containsExactly(new Span(0, 0, 6), new Span(2, 6, OPEN));
        assertThat(Line.MAIN.fork("void", 3, 0).spans()).containsExactly(new Span(3, 0, OPEN));
    }

    @Test
    void aForkBeforeTheBeginningOfABranchComesFromItsParent() {
        assertThat(one.forkedFrom(12)).isEqualTo(1);
        assertThat(one.forkedFrom(10)).isEqualTo(1);
        assertThat(one.forkedFrom(9)).isZero();
        assertThat(one.forkedFrom(0)).isZero();
    }

    @Test
    void spansHaveNoGapsAndEndWithTheOwnOne() {
        assertThatThrownBy(() -> new Line("gap", 1, List.of(new Span(0, 0, 5), new Span(1, 6, OPEN))))
                .hasMessageContaining("gap");
        assertThatThrownBy(() -> new Line("empty", 1, List.of(new Span(0, 0, 0), new Span(1, 0, OPEN))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Line("foreign", 1, List.of(new Span(0, 0, OPEN))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
