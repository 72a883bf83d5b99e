package hindsight.relation;

import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A function over the rows of a group.
 *
 * @param function in lower case
 * @param distinct whether equal arguments count once
 * @param orders in which the rows are fed to the function; empty: in any
 * @param conditions that a row must meet to count, all of them
 * @param type of the result
 */
public record AggregateCall(
        String function,
        List<Expression> arguments,
        boolean distinct,
        List<SortKey> orders,
        List<Expression> conditions,
        DataType type) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        orders = List.copyOf(orders);
        conditions = List.copyOf(conditions);
        Rows.checkConditions(conditions);
    }

    /** Everything that is evaluated for a row. */
    public List<Expression> expressions() {
        List<Expression> all = new ArrayList<>(arguments);
        orders.forEach(order -> all.add(order.value()));
        all.addAll(conditions);
        return all;
    }

    AggregateCall map(UnaryOperator<Expression> change) {
        return new AggregateCall(
                function,
                Rows.map(arguments, change),
                distinct,
                Rows.mapKeys(orders, change),
                Rows.map(conditions, change),
                type);
    }
}
