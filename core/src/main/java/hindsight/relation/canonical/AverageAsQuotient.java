package hindsight.relation.canonical;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An average of exact numbers is a sum divided by a count, both of which can be kept up with changes.
 *
 * <pre>
 * Aggregate by k: avg(a)   →   Project k, sum / count
 *                                Aggregate by k: sum(a), count(a)
 * </pre>
 *
 * The engine has two ways of its own: a sum of doubles and a count, divided, where the query asks for that sum, too, or does not group;
 * else it divides by the count times the scale, with 80 bits before it rounds. So the last bit of an average depends on what stands
 * beside it (of random decimals, in a quarter of the groups). Here it is the same in every query. Averages in windows stay, for there
 * the engine has one way only; so do those of floating values, whose sums are inexact, and of moments and intervals.
 */
final class AverageAsQuotient {
    private static final Set<String> NAMES = Set.of("avg", "mean");
    private static final DataType SUM = new DataType("HUGEINT");

    private AverageAsQuotient() {}

    static Relation apply(Relation relation) {
        return relation instanceof Aggregate aggregate
                        && aggregate.calls().stream().anyMatch(AverageAsQuotient::isQuotient)
                ? divided(aggregate)
                : relation;
    }

    private static boolean isQuotient(AggregateCall call) {
        return NAMES.contains(call.function())
                && call.arguments().size() == 1
                && isExact(call.arguments().get(0).type())
                && call.type().equals(DataType.DOUBLE)
                && call.orders().isEmpty();
    }

    private static boolean isExact(DataType type) {
        return type.family() == TypeFamily.DECIMAL
                || type.family() == TypeFamily.INTEGER && !type.text().equals("UHUGEINT");
    }

    private static Relation divided(Aggregate aggregate) {
        int groups = aggregate.groups().size();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            if (!isQuotient(call)) {
                add(call, calls);
            }
        }
        List<Expression> values = new ArrayList<>(columns(aggregate, 0, groups));
        for (AggregateCall call : aggregate.calls()) {
            if (isQuotient(call)) {
                Expression sum =
                        new Reference(groups + add(sum(call), calls), sum(call).type());
                Expression count = new Reference(groups + add(count(call), calls), DataType.BIGINT);
                values.add(quotient(sum, count));
            } else {
                values.add(new Reference(groups + calls.indexOf(call), call.type()));
            }
        }
        for (int i = 0; i < aggregate.groupings().size(); i++) {
            values.add(new Reference(groups + calls.size() + i, DataType.BIGINT));
        }
        return new Project(
                new Aggregate(aggregate.input(), aggregate.groups(), aggregate.sets(), calls, aggregate.groupings()),
                values);
    }

    private static List<Expression> columns(Relation relation, int first, int end) {
        List<Expression> columns = new ArrayList<>();
        for (int i = first; i < end; i++) {
            columns.add(new Reference(i, relation.columns().get(i)));
        }
        return columns;
    }

    /** The place of a call among others, to which it comes unless it is there. */
    private static int add(AggregateCall call, List<AggregateCall> calls) {
        if (!calls.contains(call)) {
            calls.add(call);
        }
        return calls.indexOf(call);
    }

    private static AggregateCall sum(AggregateCall average) {
        DataType type = average.arguments().get(0).type();
        String text = type.text();
        DataType sum = type.family() == TypeFamily.DECIMAL
                ? new DataType("DECIMAL(38,"
                        + text.substring(text.indexOf(',') + 1, text.indexOf(')'))
                                .strip() + ")")
                : SUM;
        return part("sum", average, sum);
    }

    private static AggregateCall count(AggregateCall average) {
        return part("count", average, DataType.BIGINT);
    }

    private static AggregateCall part(String function, AggregateCall average, DataType type) {
        return new AggregateCall(
                function, average.arguments(), average.distinct(), List.of(), average.conditions(), type);
    }

    private static Expression quotient(Expression sum, Expression count) {
        return new Expression.Call(
                "/",
                List.of(
                        new Expression.Cast(sum, DataType.DOUBLE, false),
                        new Expression.Cast(count, DataType.DOUBLE, false)),
                List.of(),
                DataType.DOUBLE);
    }
}
