package hindsight.relation;

import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What holds of all expressions over a row. */
final class Rows {
    private Rows() {}

    /** @throws IllegalArgumentException when an expression refers to what the row does not have */
    static void check(List<Expression> expressions, List<DataType> row) {
        for (Expression expression : expressions) {
            check(expression, row);
        }
    }

    private static void check(Expression expression, List<DataType> row) {
        if (expression instanceof Expression.Reference reference) {
            boolean exists = reference.index() < row.size();
            if (!exists || !row.get(reference.index()).equals(reference.type())) {
                throw new IllegalArgumentException("column " + reference.index() + " is not of type " + reference.type()
                        + " but " + (exists ? row.get(reference.index()) : "missing"));
            }
        }
        for (Expression child : expression.children()) {
            check(child, row);
        }
    }

    static void checkConditions(List<Expression> conditions) {
        for (Expression condition : conditions) {
            if (!condition.type().equals(DataType.BOOLEAN)) {
                throw new IllegalArgumentException("a condition of type " + condition.type());
            }
        }
    }

    static List<DataType> types(List<Expression> expressions) {
        return expressions.stream().map(Expression::type).toList();
    }

    static List<Expression> values(List<SortKey> keys) {
        return keys.stream().map(SortKey::value).toList();
    }

    static List<Expression> map(List<Expression> expressions, UnaryOperator<Expression> change) {
        return expressions.stream().map(change).toList();
    }

    static List<SortKey> mapKeys(List<SortKey> keys, UnaryOperator<Expression> change) {
        return keys.stream()
                .map(key -> new SortKey(change.apply(key.value()), key.descending(), key.nullsFirst()))
                .toList();
    }

    static <T> List<T> concat(List<? extends T> first, List<? extends T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
