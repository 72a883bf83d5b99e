package hindsight.relation.rule;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What rules ask of expressions and do to them. */
public final class Expressions {
    private static final int SMALL = 12;

    private Expressions() {}

    /** The columns that expressions refer to. */
    public static BitSet references(List<Expression> expressions) {
        BitSet references = new BitSet();
        for (Expression expression : expressions) {
            collect(expression, references);
        }
        return references;
    }

    private static void collect(Expression expression, BitSet references) {
        if (expression instanceof Reference reference) {
            references.set(reference.index());
        }
        for (Expression child : expression.children()) {
            collect(child, references);
        }
    }

    /** The expression over a row in which columns have other positions. */
    public static Expression moved(Expression expression, IntUnaryOperator position) {
        return expression.mapReferences(old -> {
            Reference reference = (Reference) old;
            return new Reference(position.applyAsInt(reference.index()), reference.type());
        });
    }

    /** The expression over the row from which the values are computed. */
    public static Expression substituted(Expression expression, List<Expression> values) {
        return expression.mapReferences(old -> values.get(((Reference) old).index()));
    }

    /** {@code a AND (b AND c)} as a, b, c. */
    public static List<Expression> conjuncts(List<Expression> conditions) {
        List<Expression> all = new ArrayList<>();
        for (Expression condition : conditions) {
            if (condition instanceof Expression.Junction junction && junction.conjunction()) {
                all.addAll(conjuncts(junction.terms()));
            } else if (!all.contains(condition)) {
                all.add(condition);
            }
        }
        return all;
    }

    /** Whether it costs little to compute it twice, and gives the same twice. */
    static boolean isRepeatable(Expression expression) {
        return size(expression) <= SMALL && isSteady(expression);
    }

    /** A call without arguments may give another value each time. */
    public static boolean isSteady(Expression expression) {
        List<Expression> children = expression.children();
        return !(expression instanceof Expression.Call && children.isEmpty())
                && children.stream().allMatch(Expressions::isSteady);
    }

    private static int size(Expression expression) {
        int size = 1;
        for (Expression child : expression.children()) {
            size += size(child);
        }
        return size;
    }
}
