package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.BoundQuery;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Values;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed in the input of a state is added to the groups that it touches. A group goes when none of its rows is left; without
 * groups there is always one row.
 *
 * <pre>
 * Aggregate by k        Project with weight 1: sum + its change, with weight -1: sum
 *   R              →      Join LEFT k
 *                           Aggregate by k: sum of weight times value
 *                             change of R
 *                           Scan state#head
 * </pre>
 *
 * Where the head has the new rows already, the old ones are found by taking the change away.
 */
final class StateChange {
    /** The type of sums of whole numbers. */
    static final DataType HUGE = new DataType("HUGEINT");

    private static final DataType WEIGHT_DIGITS = new DataType("DECIMAL(19,0)");

    private final KeptAggregate kept;
    private final int groups;
    private final List<AggregateCall> calls;
    private final boolean newInHead;

    StateChange(KeptAggregate kept, InputChange base) {
        this.kept = kept;
        this.groups = kept.state().groups().size();
        this.calls = kept.state().calls();
        this.newInHead = base == InputChange.HEAD_IS_NEW;
    }

    static Expression zero(DataType type) {
        return new Expression.Constant("0", type);
    }

    /** @param change of the input of the state */
    BoundQuery query(Relation change) {
        Relation touched = touched(change);
        int width = touched.columns().size();
        List<Column> head = new ArrayList<>(kept.columns());
        head.add(new Column(Side.VERSION, DataType.BIGINT));
        List<Expression> sameGroup = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            DataType type = touched.columns().get(i);
            sameGroup.add(new Expression.Comparison(
                    Comparator.NOT_DISTINCT, new Reference(i, type), new Reference(width + i, type)));
        }
        Relation found =
                new Join(JoinKind.LEFT, touched, new Relation.Scan(Side.HEAD.of(kept.table()), head), sameGroup);
        Values weights = new Values(
                List.of(DataType.BIGINT),
                List.of(
                        List.of(new Expression.Constant("1", DataType.BIGINT)),
                        List.of(new Expression.Constant("-1", DataType.BIGINT))));
        Relation rows = sides(new Join(JoinKind.INNER, found, weights, List.of()), width);
        List<String> names = new ArrayList<>(kept.names());
        names.add(Side.WEIGHT);
        names.add(Side.VERSION);
        return new BoundQuery(groups == 0 ? rows : present(rows), names);
    }

    /** Groups and by how much their results change, where any does. */
    private Relation touched(Relation change) {
        Reference weight = Weights.weight(change);
        List<AggregateCall> sums =
                calls.stream().map(call -> weighted(call, weight)).toList();
        Relation summed =
                new Aggregate(change, kept.state().groups(), kept.state().sets(), sums, List.of());
        List<Expression> values = Weights.references(summed.columns().subList(0, groups), 0);
        List<Expression> moved = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Expression sum = new Reference(groups + i, sums.get(i).type());
            DataType type = calls.get(i).type();
            Expression step = new Expression.Coalesce(List.of(sum, zero(sum.type())));
            values.add(sum.type().equals(type) ? step : new Expression.Cast(step, type, false));
            moved.add(new Expression.Comparison(Comparator.NOT_EQUAL, new Reference(groups + i, type), zero(type)));
        }
        return new Filter(new Project(summed, values), List.of(new Expression.Junction(false, moved)));
    }

    private static AggregateCall weighted(AggregateCall call, Reference weight) {
        List<Expression> conditions = new ArrayList<>(call.conditions());
        if (!isSum(call)) {
            call.arguments().forEach(value -> conditions.add(new Expression.Not(new Expression.IsNull(value))));
            return new AggregateCall("sum", List.of(weight), false, List.of(), conditions, HUGE);
        }
        DataType type = call.type();
        DataType factor = type.family() == TypeFamily.DECIMAL ? WEIGHT_DIGITS : type;
        Expression product = new Expression.Call(
                "*", List.of(cast(call.arguments().get(0), type), cast(weight, factor)), List.of(), type);
        return new AggregateCall("sum", List.of(product), false, List.of(), conditions, type);
    }

    private static boolean isSum(AggregateCall call) {
        return call.function().equals("sum");
    }

    private static Expression cast(Expression value, DataType type) {
        return value.type().equals(type) ? value : new Expression.Cast(value, type, false);
    }

    /** @param rows groups and their changes, as many as {@code width}; the head's row and version; a weight */
    private Relation sides(Relation rows, int width) {
        Expression version = new Reference(2 * width, DataType.BIGINT);
        Expression weight = new Reference(2 * width + 1, DataType.BIGINT);
        Expression inHead = new Expression.Comparison(
                Comparator.EQUAL, weight, new Expression.Constant(newInHead ? "1" : "-1", DataType.BIGINT));
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            DataType type = rows.columns().get(i);
            values.add(choice(new Expression.IsNull(version), new Reference(i, type), new Reference(width + i, type)));
        }
        for (int i = 0; i < calls.size(); i++) {
            values.add(choice(
                    inHead, new Reference(width + groups + i, calls.get(i).type()), apart(i, width)));
        }
        values.add(weight);
        values.add(choice(inHead, version, new Expression.Null(DataType.BIGINT)));
        return new Project(rows, values);
    }

    /** The result of a call that the head does not have. */
    private Expression apart(int call, int width) {
        if (!isSum(calls.get(call))) {
            return stepped(call, width);
        }
        int terms = calls.indexOf(KeptAggregate.terms(calls.get(call)));
        DataType type = calls.get(call).type();
        Expression none = new Expression.Comparison(Comparator.EQUAL, stepped(terms, width), zero(DataType.BIGINT));
        return choice(none, new Expression.Null(type), stepped(call, width));
    }

    private Expression stepped(int call, int width) {
        DataType type = calls.get(call).type();
        Expression known = new Expression.Coalesce(List.of(new Reference(width + groups + call, type), zero(type)));
        Expression step = new Reference(groups + call, type);
        return new Expression.Call(newInHead ? "-" : "+", List.of(known, step), List.of(), type);
    }

    private static Expression choice(Expression condition, Expression yes, Expression no) {
        return new Expression.Case(List.of(condition), List.of(yes), no);
    }

    /** Groups that have rows. */
    private Relation present(Relation rows) {
        int count = groups + calls.indexOf(KeptAggregate.rows());
        Expression size = new Reference(count, DataType.BIGINT);
        return new Filter(rows, List.of(new Expression.Comparison(Comparator.GREATER, size, zero(DataType.BIGINT))));
    }
}
