package hindsight.delta;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where values lie for which a moved clock makes a difference. What compares a value with something of the clock alone can only differ
 * where the value is between what that was and what it is:
 *
 * <pre>
 * ts > now() - INTERVAL 7 DAY        ts >= least(then - INTERVAL 7 DAY, now - INTERVAL 7 DAY)
 *                              →     AND ts <= greatest(then - INTERVAL 7 DAY, now - INTERVAL 7 DAY)
 * </pre>
 *
 * An engine computes the bounds before it reads rows, and skips what has none in the range. Where a bound is NULL, nothing is known.
 */
final class ClockRange {
    private final ClockMove clock;
    private final List<Expression> ranges = new ArrayList<>();

    private ClockRange(ClockMove clock) {
        this.clock = clock;
    }

    /** A condition that is true of all rows in which one of the expressions differs; empty where that may be any row. */
    static Optional<Expression> of(List<Expression> expressions, ClockMove clock) {
        ClockRange range = new ClockRange(clock);
        if (!expressions.stream().allMatch(range::collect) || range.ranges.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                range.ranges.size() == 1 ? range.ranges.get(0) : new Expression.Junction(false, range.ranges));
    }

    /** Whether it was possible. What is computed of other values differs only where one of those does. */
    private boolean collect(Expression expression) {
        if (!clock.moves(expression)) {
            return true;
        }
        if (expression instanceof Expression.Comparison comparison) {
            if (isOfClock(comparison.right()) && !clock.moves(comparison.left())) {
                return add(comparison.left(), comparison.right());
            }
            if (isOfClock(comparison.left()) && !clock.moves(comparison.right())) {
                return add(comparison.right(), comparison.left());
            }
        }
        boolean byChildren = !(expression instanceof Expression.Lambda)
                && !(expression instanceof Expression.Call call && clock.reads(call));
        return byChildren && expression.children().stream().allMatch(this::collect);
    }

    /** Whether it is the same for all rows. */
    private static boolean isOfClock(Expression expression) {
        return !(expression instanceof Expression.Reference)
                && !(expression instanceof Expression.Parameter)
                && expression.children().stream().allMatch(ClockRange::isOfClock);
    }

    /** Whether what compares values says what lies between two of them; the engine has no such function for those with parts. */
    private static boolean isOrdered(DataType type) {
        return type.family() != TypeFamily.OTHER || type.text().startsWith("TIME");
    }

    private boolean add(Expression value, Expression bound) {
        if (!isOrdered(value.type())) {
            return false;
        }
        Expression before = clock.at(bound, Side.OLD);
        Expression after = clock.at(bound, Side.NEW);
        Expression between = new Expression.Junction(
                true,
                List.of(
                        new Expression.Comparison(Comparator.GREATER_OR_EQUAL, value, edge("least", before, after)),
                        new Expression.Comparison(Comparator.LESS_OR_EQUAL, value, edge("greatest", before, after))));
        Expression range = new Expression.Junction(
                false, List.of(new Expression.IsNull(before), new Expression.IsNull(after), between));
        if (!ranges.contains(range)) {
            ranges.add(range);
        }
        return true;
    }

    private static Expression edge(String function, Expression before, Expression after) {
        return new Expression.Call(function, List.of(before, after), List.of(), before.type());
    }
}
