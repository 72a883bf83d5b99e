package hindsight.relation.canonical;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Floating values are added in one order, so that every computation gives the same digits.
 *
 * <pre>
 * Aggregate sum(a), corr(a, b)   →   Aggregate sum(a order by abs(a), a), corr(a, b order by abs(a), a, b)
 * </pre>
 *
 * The small come first, which loses the least. Over 2M doubles on two cores a sum took 0.42 s in place of 6 ms, in 1,000 groups
 * 0.35–0.7 s in place of 37 ms.
 */
final class OrderedFloats {
    private final Functions functions;

    OrderedFloats(Functions functions) {
        this.functions = functions;
    }

    Relation apply(Relation relation) {
        if (relation instanceof Aggregate aggregate) {
            List<AggregateCall> calls =
                    aggregate.calls().stream().map(this::ordered).toList();
            return calls.equals(aggregate.calls())
                    ? aggregate
                    : new Aggregate(
                            aggregate.input(), aggregate.groups(), aggregate.sets(), calls, aggregate.groupings());
        }
        if (relation instanceof Window window) {
            List<WindowCall> calls = window.calls().stream()
                    .map(call -> OrderedWindows.with(call, ordered(call.call()), call.orders()))
                    .toList();
            return calls.equals(window.calls()) ? window : new Window(window.input(), calls);
        }
        return relation;
    }

    private AggregateCall ordered(AggregateCall call) {
        boolean open = functions.order(call.function()) == OrderUse.FLOATS
                && InexactCalls.isOverFloats(call)
                && !InexactCalls.isOrdered(call);
        if (!open) {
            return call;
        }
        Expression first = call.arguments().get(0);
        List<SortKey> keys = new ArrayList<>(call.orders());
        if (keys.isEmpty() && first.type().equals(DataType.DOUBLE)) {
            keys.add(new SortKey(new Expression.Call("abs", List.of(first), List.of(), DataType.DOUBLE), false, false));
        }
        List<SortKey> complete = Ties.broken(keys, List.of(), call.arguments());
        return OrderedAggregates.withOrders(call, OrderedAggregates.possible(call, complete));
    }
}
