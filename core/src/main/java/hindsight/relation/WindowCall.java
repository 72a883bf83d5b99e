package hindsight.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A function over rows around the current one.
 *
 * @param call the function; its orders are those of its arguments
 * @param ignoreNulls whether rows whose argument is NULL are skipped
 * @param partitions rows with equal values belong together
 * @param orders of the rows of a partition
 */
public record WindowCall(
        AggregateCall call, boolean ignoreNulls, List<Expression> partitions, List<SortKey> orders, Frame frame) {
    public WindowCall {
        partitions = List.copyOf(partitions);
        orders = List.copyOf(orders);
    }

    /** Everything that is evaluated for a row. */
    public List<Expression> expressions() {
        List<Expression> all = new ArrayList<>(call.expressions());
        all.addAll(partitions);
        orders.forEach(order -> all.add(order.value()));
        all.addAll(frame.start().offset());
        all.addAll(frame.end().offset());
        return all;
    }

    WindowCall map(UnaryOperator<Expression> change) {
        return new WindowCall(
                call.map(change),
                ignoreNulls,
                Rows.map(partitions, change),
                Rows.mapKeys(orders, change),
                frame.map(change));
    }
}
