package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Relation;
import hindsight.relation.TableFunction;
import hindsight.relation.Traversal;
import hindsight.relation.Values;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The two sides of the clock. Old rows were computed under one moment, new ones are under another; what both make the same did not move.
 * The two sides of an {@link Edit} are told apart along with it.
 *
 * @param calls what reads the clock
 * @param then what old rows saw as now
 * @param now what new rows see
 * @param edited whether queries may have edits
 */
public record ClockMove(ClockCalls calls, Instant then, Instant now, boolean edited) {
    /** A clock that stands still. */
    public static final ClockMove NONE = new ClockMove((call, clock) -> Optional.empty(), Instant.EPOCH, Instant.EPOCH);

    /** Of queries without edits. */
    public ClockMove(ClockCalls calls, Instant then, Instant now) {
        this(calls, then, now, false);
    }

    /** The same, of a query with edits. */
    public ClockMove ofEdit() {
        return new ClockMove(calls, then, now, true);
    }

    private boolean isStill() {
        return !edited && then.equals(now);
    }

    /** Whether any part of a query may give something else for it. */
    public boolean movesAny(Relation root) {
        return !isStill() && Traversal.upward(root).stream().anyMatch(this::moves);
    }

    /** The same, or {@link #NONE} where it does not matter to a query: one that reads no clock is derived as if there were none. */
    ClockMove over(Relation root) {
        return movesAny(root) ? this : NONE;
    }

    /** Whether what an operator itself evaluates may differ between the two sides. */
    boolean moves(Relation relation) {
        if (isStill()) {
            return false;
        }
        if (relation instanceof Values values) {
            return values.rows().stream().anyMatch(this::moveAny);
        }
        return relation instanceof TableFunction function
                ? moveAny(function.arguments())
                : moveAny(relation.expressions());
    }

    private boolean moveAny(List<Expression> expressions) {
        return expressions.stream().anyMatch(this::moves);
    }

    boolean moves(Expression expression) {
        return !isStill()
                && (edited && Edit.isIn(expression) || !at(expression, Side.OLD).equals(at(expression, Side.NEW)));
    }

    /** Whether a call itself reads the clock, whatever its arguments do. */
    boolean reads(Expression.Call call) {
        return Edit.isOne(call) || calls.at(call, now).isPresent();
    }

    /** The operator over the same inputs, with what it evaluates as it is on one side. */
    Relation at(Relation relation, Side side) {
        if (!moves(relation)) {
            return relation;
        }
        if (relation instanceof Values values) {
            return new Values(
                    values.columns(),
                    values.rows().stream().map(row -> at(row, side)).toList());
        }
        return relation instanceof TableFunction function
                ? new TableFunction(function.function(), at(function.arguments(), side), function.columns())
                : relation.rebuilt(relation.inputs(), expression -> at(expression, side));
    }

    private List<Expression> at(List<Expression> expressions, Side side) {
        return expressions.stream().map(expression -> at(expression, side)).toList();
    }

    /** The expression as it is on one side. */
    Expression at(Expression expression, Side side) {
        List<Expression> children = expression.children();
        List<Expression> sided = at(children, side);
        Expression over = sided.equals(children) ? expression : expression.over(sided);
        if (!(over instanceof Expression.Call call)) {
            return over;
        }
        return Edit.isOne(call)
                ? Edit.at(call, side)
                : calls.at(call, side == Side.OLD ? then : now).orElse(call);
    }
}
