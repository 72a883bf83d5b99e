package hindsight.relation.canonical;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.schema.TypeFamily;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Aggregates that depend on the order of rows get an order that leaves nothing open.
 *
 * <pre>
 * Aggregate list(b order by c), any_value(b)   →   Aggregate list(b order by c, b), min(b)
 * </pre>
 *
 * All that such a function knows of a row are its arguments, so rows that are alike in these can change places. Where nothing is
 * declared, the order of a subquery counts. With DISTINCT the order can only be by arguments. Any value is the least.
 */
final class OrderedAggregates {
    private static final Set<OrderUse> OPEN = EnumSet.of(OrderUse.ANY, OrderUse.RESULT);
    private static final Set<TypeFamily> LEAST = EnumSet.of(
            TypeFamily.INTEGER,
            TypeFamily.DECIMAL,
            TypeFamily.BOOLEAN,
            TypeFamily.TEXT,
            TypeFamily.DATE_TIME,
            TypeFamily.ZONED);

    private final Functions functions;

    OrderedAggregates(Functions functions) {
        this.functions = functions;
    }

    Relation apply(Relation relation) {
        return relation instanceof Aggregate aggregate ? ordered(aggregate) : relation;
    }

    private Relation ordered(Aggregate aggregate) {
        boolean asks = aggregate.calls().stream()
                .anyMatch(call -> isOpen(call) && call.orders().isEmpty() && !call.distinct());
        Optional<InputOrder> order = asks ? InputOrder.of(aggregate.input()) : Optional.empty();
        List<SortKey> given = order.map(InputOrder::keys).orElse(List.of());
        List<AggregateCall> calls =
                aggregate.calls().stream().map(call -> completed(call, given)).toList();
        return calls.equals(aggregate.calls())
                ? aggregate
                : new Aggregate(
                        order.map(InputOrder::relation).orElse(aggregate.input()),
                        aggregate.groups(),
                        aggregate.sets(),
                        calls,
                        aggregate.groupings());
    }

    boolean isOpen(AggregateCall call) {
        return OPEN.contains(functions.order(call.function())) && !OrderedExtremes.isComplete(call);
    }

    /** @param given the order in which the rows come where the call declares none */
    AggregateCall completed(AggregateCall call, List<SortKey> given) {
        if (!isOpen(call)) {
            return call;
        }
        List<SortKey> declared = call.orders().isEmpty() && !call.distinct() ? given : call.orders();
        if (declared.isEmpty() && isLeast(call)) {
            return new AggregateCall("min", call.arguments(), false, List.of(), call.conditions(), call.type());
        }
        return declared.isEmpty()
                ? OrderedExtremes.completed(call).orElseGet(() -> inOrder(call, declared))
                : inOrder(call, declared);
    }

    private static AggregateCall inOrder(AggregateCall call, List<SortKey> declared) {
        return withOrders(call, possible(call, Ties.broken(declared, List.of(), call.arguments())));
    }

    private boolean isLeast(AggregateCall call) {
        return functions.order(call.function()) == OrderUse.ANY
                && call.arguments().size() == 1
                && LEAST.contains(call.type().family());
    }

    /** With DISTINCT, the engine sorts by arguments only. */
    static List<SortKey> possible(AggregateCall call, List<SortKey> keys) {
        return call.distinct()
                ? keys.stream()
                        .filter(key -> call.arguments().contains(key.value()))
                        .toList()
                : keys;
    }

    static AggregateCall withOrders(AggregateCall call, List<SortKey> orders) {
        return new AggregateCall(
                call.function(), call.arguments(), call.distinct(), orders, call.conditions(), call.type());
    }
}
