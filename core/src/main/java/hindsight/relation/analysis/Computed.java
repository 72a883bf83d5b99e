package hindsight.relation.analysis;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What follows from columns by computing it. Rows here are of a relation, or pairs of rows of a join. */
final class Computed {
    private static final Set<String> INTEGERS = Set.of(
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT",
            "UHUGEINT");
    /** Types whose equal values cannot be told apart by any function, as 0.0 and -0.0, or a month and 30 days, can. */
    private static final Set<String> EXACT = Set.of(
            "BOOLEAN",
            "VARCHAR",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP_S",
            "TIMESTAMP_MS",
            "TIMESTAMP_NS",
            "UUID",
            "BLOB");
    /** Functions known to give the same for the same. */
    private static final Set<String> STEADY = Set.of(
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "||",
            "abs",
            "round",
            "floor",
            "ceil",
            "upper",
            "lower",
            "trim",
            "left",
            "right",
            "substring",
            "replace",
            "concat",
            "date_trunc",
            "year",
            "month",
            "day",
            "quarter",
            "week",
            "hour",
            "last_day",
            "strftime",
            "~~",
            "!~~",
            "~~*",
            "!~~*");

    private Computed() {}

    /** What holds of all rows that meet the conditions. */
    static List<Dependency> equalities(List<Expression> conditions) {
        List<Dependency> found = new ArrayList<>();
        conditions.forEach(condition -> collect(condition, found));
        return found;
    }

    private static void collect(Expression condition, List<Dependency> found) {
        if (condition instanceof Expression.Junction junction && junction.conjunction()) {
            junction.terms().forEach(term -> collect(term, found));
        } else if (condition instanceof Expression.Comparison comparison && isEquality(comparison)) {
            equal(comparison.left(), comparison.right(), found);
            equal(comparison.right(), comparison.left(), found);
        } else if (condition instanceof Expression.IsNull isNull) {
            column(isNull.value()).ifPresent(column -> found.add(new Dependency(Set.of(), Set.of(column))));
        }
    }

    private static boolean isEquality(Expression.Comparison comparison) {
        return comparison.comparator() == Comparator.EQUAL || comparison.comparator() == Comparator.NOT_DISTINCT;
    }

    private static void equal(Expression to, Expression from, List<Dependency> found) {
        column(to)
                .filter(column -> follows(from))
                .ifPresent(column -> found.add(new Dependency(references(from), Set.of(column))));
    }

    /** What is known of a column that holds the value. */
    static List<Dependency> held(Expression value, int position) {
        List<Dependency> found = new ArrayList<>();
        if (follows(value)) {
            found.add(new Dependency(references(value), Set.of(position)));
        }
        column(value).ifPresent(column -> found.add(new Dependency(Set.of(position), Set.of(column))));
        return found;
    }

    /** The column that has one value for each value of the expression, as the expression has for it. */
    static Optional<Integer> column(Expression value) {
        if (value instanceof Reference reference) {
            return Optional.of(reference.index());
        }
        return value instanceof Expression.Cast cast
                        && !cast.lenient()
                        && losesNothing(cast.value().type(), cast.type())
                ? column(cast.value())
                : Optional.empty();
    }

    /** Whether a conversion that does not fail gives different values for different ones. */
    private static boolean losesNothing(DataType from, DataType to) {
        boolean integers = INTEGERS.contains(from.text());
        return integers && (INTEGERS.contains(to.text()) || to.text().startsWith("DECIMAL("))
                || from.equals(DataType.DATE) && to.text().equals("TIMESTAMP");
    }

    /** Whether rows that are alike in all columns that the expression refers to are alike in its value. */
    static boolean follows(Expression expression) {
        return expression instanceof Reference || isSteady(expression);
    }

    private static boolean isSteady(Expression expression) {
        if (expression instanceof Reference reference) {
            return isExact(reference.type());
        }
        if (expression instanceof Expression.Comparison comparison) {
            return follows(comparison.left()) && follows(comparison.right());
        }
        if (expression instanceof Expression.IsNull isNull) {
            return follows(isNull.value());
        }
        if (expression instanceof Expression.Call call && !STEADY.contains(call.function())) {
            return false;
        }
        boolean lambda = expression instanceof Expression.Lambda || expression instanceof Expression.Parameter;
        return !lambda && expression.children().stream().allMatch(Computed::isSteady);
    }

    static boolean isExact(DataType type) {
        return INTEGERS.contains(type.text())
                || EXACT.contains(type.text())
                || type.text().startsWith("DECIMAL(");
    }

    static Set<Integer> references(Expression expression) {
        Set<Integer> found = new TreeSet<>();
        if (expression instanceof Reference reference) {
            found.add(reference.index());
        }
        expression.children().forEach(child -> found.addAll(references(child)));
        return found;
    }
}
