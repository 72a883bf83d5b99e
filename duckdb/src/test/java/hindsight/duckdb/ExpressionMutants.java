package hindsight.duckdb;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Expressions with one mistake. */
final class ExpressionMutants {
    private static final Map<Comparator, Comparator> OTHERS = Map.of(
            Comparator.EQUAL, Comparator.NOT_DISTINCT,
            Comparator.NOT_DISTINCT, Comparator.EQUAL,
            Comparator.DISTINCT, Comparator.NOT_EQUAL,
            Comparator.NOT_EQUAL, Comparator.EQUAL,
            Comparator.LESS, Comparator.GREATER,
            Comparator.GREATER, Comparator.LESS,
            Comparator.GREATER_OR_EQUAL, Comparator.LESS_OR_EQUAL,
            Comparator.LESS_OR_EQUAL, Comparator.GREATER_OR_EQUAL);

    private static final Map<String, String> CALLS =
            Map.of("+", "-", "-", "+", "least", "greatest", "greatest", "least");

    private static final Map<String, String> NUMBERS = Map.of("1", "-1", "-1", "1");

    private final List<Change> changes = new ArrayList<>();

    private ExpressionMutants() {}

    /** Puts one expression in the place of another. */
    record Change(String name, Expression right, Expression wrong) implements UnaryOperator<Expression> {
        @Override
        public Expression apply(Expression expression) {
            if (expression == right) {
                return wrong;
            }
            List<Expression> children = expression.children().stream().map(this).toList();
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i) != expression.children().get(i)) {
                    return expression.over(children);
                }
            }
            return expression;
        }
    }

    static List<Change> of(List<Expression> expressions) {
        ExpressionMutants mutants = new ExpressionMutants();
        expressions.forEach(mutants::collect);
        return mutants.changes;
    }

    private void collect(Expression expression) {
        mutate(expression);
        if (!(expression instanceof Expression.Lambda)) {
            expression.children().forEach(this::collect);
        }
    }

    private void mutate(Expression expression) {
        if (expression instanceof Expression.Comparison comparison) {
            Comparator other = OTHERS.getOrDefault(comparison.comparator(), comparison.comparator());
            add(
                    comparison.comparator().symbol() + " made " + other.symbol(),
                    comparison,
                    new Expression.Comparison(other, comparison.left(), comparison.right()));
        } else if (expression instanceof Expression.Junction junction) {
            add(
                    (isRange(junction) ? "range " : "") + (junction.conjunction() ? "AND made OR" : "OR made AND"),
                    junction,
                    new Expression.Junction(!junction.conjunction(), junction.terms()));
        } else if (expression instanceof Expression.IsNull test) {
            add((isFixed(test) ? "bound " : "") + "IS NULL turned", test, new Expression.Not(test));
        } else if (expression instanceof Expression.Case choice
                && choice.values().size() == 1) {
            add(
                    "CASE turned",
                    choice,
                    new Expression.Case(
                            choice.conditions(),
                            List.of(choice.otherwise()),
                            choice.values().get(0)));
        } else if (expression instanceof Expression.Coalesce coalesce) {
            add("coalesce off", coalesce, coalesce.values().get(0));
        } else if (expression instanceof Expression.Call call && CALLS.containsKey(call.function())) {
            String other = CALLS.get(call.function());
            add(
                    call.function() + " made " + other,
                    call,
                    new Expression.Call(other, call.arguments(), call.names(), call.type()));
        } else if (expression instanceof Expression.Constant constant
                && constant.type().equals(DataType.BIGINT)
                && NUMBERS.containsKey(constant.text())) {
            String other = NUMBERS.get(constant.text());
            add(constant.text() + " made " + other, constant, new Expression.Constant(other, constant.type()));
        }
    }

    /** Whether it says between which bounds rows lie for which a moved clock makes a difference. */
    private static boolean isRange(Expression.Junction junction) {
        return junction.terms().stream()
                .anyMatch(term -> term instanceof Expression.Comparison comparison
                        && comparison.right() instanceof Expression.Call call
                        && (call.function().equals("least") || call.function().equals("greatest")));
    }

    private static boolean isFixed(Expression expression) {
        return !(expression instanceof Expression.Reference)
                && expression.children().stream().allMatch(ExpressionMutants::isFixed);
    }

    private void add(String name, Expression right, Expression wrong) {
        changes.add(new Change(name, right, wrong));
    }
}
