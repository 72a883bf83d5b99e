package hindsight.relation.canonical;

import hindsight.relation.AggregateCall;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Frame;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import hindsight.relation.WindowCall;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Small relations to try rules on. */
final class Samples {
    static final DataType TEXT = DataType.VARCHAR;
    static final DataType NUMBER = DataType.INTEGER;
    static final DataType FLOAT = DataType.DOUBLE;

    private static final Map<String, OrderUse> ORDERS = Map.ofEntries(
            Map.entry("sum", OrderUse.FLOATS),
            Map.entry("stddev", OrderUse.FLOATS),
            Map.entry("avg", OrderUse.FLOATS),
            Map.entry("count", OrderUse.NOTHING),
            Map.entry("max", OrderUse.NOTHING),
            Map.entry("min", OrderUse.NOTHING),
            Map.entry("rank", OrderUse.NOTHING),
            Map.entry("entropy", OrderUse.DIGITS),
            Map.entry("any_value", OrderUse.ANY),
            Map.entry("list", OrderUse.RESULT),
            Map.entry("mode", OrderUse.RESULT),
            Map.entry("last_value", OrderUse.RESULT),
            Map.entry("first_value", OrderUse.RESULT),
            Map.entry("row_number", OrderUse.RESULT));

    private Samples() {}

    /** Knows a few functions; {@code random} is not steady. */
    static final Functions FUNCTIONS = new Functions() {
        @Override
        public boolean isSteady(String function, int arguments) {
            return !function.equals("random");
        }

        @Override
        public OrderUse order(String function) {
            return ORDERS.getOrDefault(function, OrderUse.OPEN);
        }
    };

    /** A table {@code t} with columns a, b, c … of the types. */
    static Relation.Scan scan(DataType... types) {
        return scan("t", types);
    }

    static Relation.Scan scan(String table, DataType... types) {
        return new Relation.Scan(
                table,
                IntStream.range(0, types.length)
                        .mapToObj(i -> new Column(String.valueOf((char) ('a' + i)), types[i]))
                        .toList());
    }

    static Reference column(Relation relation, int index) {
        return new Reference(index, relation.columns().get(index));
    }

    static SortKey by(Expression value) {
        return new SortKey(value, false, false);
    }

    static AggregateCall call(String function, DataType type, Expression... arguments) {
        return new AggregateCall(function, List.of(arguments), false, List.of(), List.of(), type);
    }

    static AggregateCall distinct(AggregateCall call) {
        return new AggregateCall(
                call.function(), call.arguments(), true, call.orders(), call.conditions(), call.type());
    }

    static WindowCall over(AggregateCall call, Frame frame, SortKey... orders) {
        return new WindowCall(call, false, List.of(), List.of(orders), frame);
    }

    static Canonical canonical(Relation relation) {
        return canonical(relation, RowKeys.UNKNOWN);
    }

    private static Canonical canonical(Relation relation, RowKeys keys) {
        return new Canonicalizer(FUNCTIONS, keys, InexactInputs.NONE, Options.USUAL).canonical(query(relation));
    }

    static Canonical.Plan plan(Relation relation) {
        return plan(relation, RowKeys.UNKNOWN);
    }

    static Canonical.Plan plan(Relation relation, RowKeys keys) {
        return (Canonical.Plan) canonical(relation, keys);
    }

    static BoundQuery query(Relation relation) {
        return new BoundQuery(
                relation,
                IntStream.range(0, relation.columns().size())
                        .mapToObj(i -> "c" + i)
                        .toList());
    }
}
