package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That answers which differ are told apart, and those which differ in the last digits of sums are not. */
class PlanQueriesTest {
    @Test
    void floatingNumbersNeedOnlyBeClose() {
        assertThat(column(1.00000000499).hasRows(column(1.00000000501))).isTrue();
        assertThat(column(1e30, 0.0).hasRows(column(-0.0, 1e30 * (1 + 1e-12)))).isTrue();
        assertThat(column(1.0, 1.0).hasRowsInOrder(column(1.0, 1 + 1e-10))).isTrue();
    }

    @Test
    void otherRowsAreOthers() {
        assertThat(column(1.0).hasRows(column(1.00000001))).isFalse();
        assertThat(column(1e-20).hasRows(column(2e-20))).isFalse();
        assertThat(column(1.0, 1.0, 2.0).hasRows(column(1.0, 2.0, 2.0))).isFalse();
        assertThat(column(1.0, 1.0).hasRows(column(1.0))).isFalse();
        assertThat(column("1.0").hasRows(column(1.0))).isFalse();
        assertThat(column(1.0, 2.0).hasRowsInOrder(column(2.0, 1.0))).isFalse();
    }

    private static PlanQueries.Answer column(Object... cells) {
        return new PlanQueries.Answer(
                List.of("x"), Arrays.stream(cells).map(List::of).toList());
    }
}
