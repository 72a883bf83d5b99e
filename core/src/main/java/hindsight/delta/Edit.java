package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * An expression that is one thing in the text of old rows and another in that of new ones. It is written as a call of both, which no engine
 * ever sees: each side has its own in its place.
 *
 * <pre>
 * old: amount &gt; 10
 * new: amount &gt; 20        →        amount &gt; #edit(10, 20)
 * </pre>
 */
final class Edit {
    private static final String FUNCTION = "#edit";

    private Edit() {}

    /** An expression that is what each side makes it, as deep inside as they differ; of one type. */
    static Expression of(Expression then, Expression now) {
        if (then.equals(now)) {
            return now;
        }
        List<Expression> old = then.children();
        List<Expression> fresh = now.children();
        if (fresh.isEmpty() || !areAlike(old, fresh) || !then.over(fresh).equals(now)) {
            return new Call(FUNCTION, List.of(then, now), List.of(), now.type());
        }
        List<Expression> both = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            both.add(of(old.get(i), fresh.get(i)));
        }
        return now.over(both);
    }

    /** Whether each of one can be that of the other in its place. */
    private static boolean areAlike(List<Expression> old, List<Expression> fresh) {
        if (old.size() != fresh.size()) {
            return false;
        }
        for (int i = 0; i < fresh.size(); i++) {
            boolean lambda = old.get(i) instanceof Expression.Lambda || fresh.get(i) instanceof Expression.Lambda;
            if (!old.get(i).type().equals(fresh.get(i).type())
                    || lambda && !old.get(i).equals(fresh.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The expression without edits that rules made the same on both sides. */
    static Expression settled(Expression expression) {
        List<Expression> children =
                expression.children().stream().map(Edit::settled).toList();
        Expression over = children.equals(expression.children()) ? expression : expression.over(children);
        return over instanceof Call call && isOne(call) && at(call, Side.OLD).equals(at(call, Side.NEW))
                ? at(call, Side.NEW)
                : over;
    }

    /** Whether an expression has an edit somewhere. */
    static boolean isIn(Expression expression) {
        return expression instanceof Call call && isOne(call)
                || expression.children().stream().anyMatch(Edit::isIn);
    }

    static boolean isOne(Call call) {
        return call.function().equals(FUNCTION);
    }

    /** What it is on one side. */
    static Expression at(Call call, Side side) {
        return call.arguments().get(side == Side.OLD ? 0 : 1);
    }
}
