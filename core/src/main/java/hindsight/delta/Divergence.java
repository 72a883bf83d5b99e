package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where two values can differ that are the same but for exceptions: {@code x} and {@code CASE WHEN c THEN y ELSE x END} do so at most where
 * {@code c} is true, which is found out faster than what they come to.
 *
 * @param exceptions conditions, none of which is true where the value is {@code rest}
 */
record Divergence(List<Expression> exceptions, Expression rest) {
    Divergence {
        exceptions = List.copyOf(exceptions);
    }

    /** A condition that is true of all rows in which the values differ; empty where that is not easily told. */
    static Optional<Expression> of(Expression one, Expression other) {
        Divergence first = of(one);
        Divergence second = of(other);
        Set<Expression> exceptions = new LinkedHashSet<>(first.exceptions);
        exceptions.addAll(second.exceptions);
        if (exceptions.isEmpty() || !first.rest.equals(second.rest)) {
            return Optional.empty();
        }
        List<Expression> any = List.copyOf(exceptions);
        return Optional.of(any.size() == 1 ? any.get(0) : new Expression.Junction(false, any));
    }

    private static Divergence of(Expression value) {
        if (value instanceof Expression.Case choice) {
            Divergence otherwise = of(choice.otherwise());
            List<Expression> exceptions = new ArrayList<>(choice.conditions());
            exceptions.addAll(otherwise.exceptions);
            return new Divergence(exceptions, otherwise.rest);
        }
        if (value instanceof Expression.Cast cast && !cast.lenient()) {
            Divergence inner = of(cast.value());
            return new Divergence(inner.exceptions, cast(inner.rest, cast.type()));
        }
        return new Divergence(List.of(), value);
    }

    /** Branches of a CASE are made as wide as the widest: a number that was made wider on its way is the same number. */
    private static Expression cast(Expression value, DataType type) {
        if (value instanceof Expression.Cast inner
                && !inner.lenient()
                && isExact(type)
                && isExact(inner.type())
                && isExact(inner.value().type())
                && inner.value().type().widen(inner.type()).equals(Optional.of(inner.type()))) {
            return cast(inner.value(), type);
        }
        return value.type().equals(type) ? value : new Expression.Cast(value, type, false);
    }

    private static boolean isExact(DataType type) {
        return type.family() == TypeFamily.INTEGER || type.family() == TypeFamily.DECIMAL;
    }
}
