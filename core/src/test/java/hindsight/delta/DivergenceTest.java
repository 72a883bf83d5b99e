package hindsight.delta;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.schema.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    private static final DataType NARROW = new DataType("DECIMAL(12,2)");
    private static final DataType WIDE = new DataType("DECIMAL(20,6)");
    private static final Expression AMOUNT = new Reference(0, NARROW);
    private static final Expression OTHER = new Reference(1, NARROW);
    private static final Expression LARGE = larger("100");
    private static final Expression HUGE = larger("1000");

    private static Expression larger(String than) {
        return new Expression.Comparison(Comparator.GREATER, AMOUNT, new Expression.Constant(than, NARROW));
    }

    private static Expression choice(Expression condition, Expression value, Expression otherwise) {
        return new Expression.Case(List.of(condition), List.of(value), otherwise);
    }

    private static Expression cast(Expression value, DataType type) {
        return new Expression.Cast(value, type, false);
    }

    @Test
    void isWhereTheExceptionIs() {
        Expression edited = choice(LARGE, OTHER, AMOUNT);
        assertThat(Divergence.of(AMOUNT, edited)).contains(LARGE);
        assertThat(Divergence.of(edited, AMOUNT)).contains(LARGE);
    }

    @Test
    void isWhereAnyExceptionIs() {
        Expression either = new Expression.Junction(false, List.of(HUGE, LARGE));
        assertThat(Divergence.of(choice(HUGE, OTHER, AMOUNT), choice(LARGE, OTHER, AMOUNT)))
                .contains(either);
        assertThat(Divergence.of(choice(HUGE, OTHER, choice(LARGE, AMOUNT, OTHER)), OTHER))
                .contains(either);
    }

    @Test
    void looksThroughWideningAndNothingElse() {
        Expression edited = cast(choice(LARGE, cast(OTHER, WIDE), cast(AMOUNT, WIDE)), NARROW);
        assertThat(Divergence.of(AMOUNT, edited)).contains(LARGE);
        Expression asText = cast(choice(LARGE, cast(OTHER, WIDE), cast(AMOUNT, WIDE)), DataType.VARCHAR);
        assertThat(Divergence.of(cast(AMOUNT, DataType.VARCHAR), asText)).isEmpty();
        Expression rounded = cast(choice(LARGE, cast(OTHER, DataType.BIGINT), cast(AMOUNT, DataType.BIGINT)), NARROW);
        assertThat(Divergence.of(AMOUNT, rounded)).isEmpty();
    }

    @Test
    void isNotToldOfOtherValues() {
        assertThat(Divergence.of(AMOUNT, OTHER)).isEmpty();
        assertThat(Divergence.of(AMOUNT, choice(LARGE, AMOUNT, OTHER))).isEmpty();
    }
}
