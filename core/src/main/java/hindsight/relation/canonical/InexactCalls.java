package hindsight.relation.canonical;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What may differ of aggregate and window functions. */
final class InexactCalls {
    private static final Pattern FLOATING = Pattern.compile("\\b(FLOAT|DOUBLE)\\b");

    private final Functions functions;
    private final RowKeys keys;

    InexactCalls(Functions functions, RowKeys keys) {
        this.functions = functions;
        this.keys = keys;
    }

    Precision aggregate(Aggregate aggregate, Precision input) {
        String groups = Reasons.of(aggregate.groups(), input);
        List<String> columns = new ArrayList<>();
        aggregate
                .groups()
                .forEach(group -> columns.add(Reasons.first(Reasons.of(group, input), Reasons.ofUnits(group.type()))));
        String members = Reasons.first(input.rows(), Reasons.deciding(groups));
        aggregate.calls().forEach(call -> columns.add(Reasons.first(members, ofCall(call, input))));
        columns.addAll(Collections.nCopies(aggregate.groupings().size(), ""));
        return new Precision(columns, aggregate.groups().isEmpty() ? "" : members);
    }

    Precision window(Window window, Precision input) {
        List<String> columns = new ArrayList<>(input.columns());
        for (WindowCall call : window.calls()) {
            List<Expression> offsets = new ArrayList<>(call.frame().start().offset());
            offsets.addAll(call.frame().end().offset());
            String frame = Reasons.first(Reasons.of(call.partitions(), input), Reasons.of(offsets, input));
            String order = ofOrder(window.input(), call.partitions(), call.orders(), input);
            String members = Reasons.first(input.rows(), Reasons.first(frame, order));
            columns.add(Reasons.first(members, ofCall(call.call(), input)));
        }
        return new Precision(columns, input.rows());
    }

    private String ofCall(AggregateCall call, Precision input) {
        return Reasons.first(Reasons.of(call.expressions(), input), own(call));
    }

    /** Why the function itself is inexact. */
    private String own(AggregateCall call) {
        return switch (functions.order(call.function())) {
            case FLOATS -> isOverFloats(call) && !isOrdered(call) ? call.function() + " of floating values" : "";
            case DIGITS -> call.function() + " adds floating values";
            case NOTHING -> Reasons.ofUnits(call.type());
            case ANY, RESULT -> call.distinct() ? Reasons.ofUnits(call.type()) : "";
            case OPEN -> call.function() + " may give another result for the same rows";
        };
    }

    static boolean isOverFloats(AggregateCall call) {
        return call.arguments().stream()
                .anyMatch(argument -> FLOATING.matcher(argument.type().text()).find());
    }

    /** Whether values come to the function in one order. */
    static boolean isOrdered(AggregateCall call) {
        List<SortKey> complete = Ties.broken(call.orders(), List.of(), call.arguments());
        return !call.orders().isEmpty()
                && OrderedAggregates.possible(call, complete).equals(call.orders());
    }

    /** Why an order is inexact: its keys that count, which are those before the others tell all rows apart. */
    String ofOrder(Relation relation, List<Expression> alike, List<SortKey> orders, Precision row) {
        BitSet told = new BitSet();
        alike.forEach(value -> tell(value, told));
        for (SortKey key : orders) {
            String reason = Reasons.of(key.value(), row);
            if (!reason.isEmpty()) {
                return keys.isUnique(relation, told) ? "" : reason;
            }
            tell(key.value(), told);
        }
        return "";
    }

    private static void tell(Expression value, BitSet told) {
        if (value instanceof Reference reference) {
            told.set(reference.index());
        }
    }
}
