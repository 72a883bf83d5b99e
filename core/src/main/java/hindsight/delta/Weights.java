package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows with a weight: a relation with one more column, a BIGINT behind all others, that says how often each row is added. */
final class Weights {
    private static final DataType SUM = new DataType("HUGEINT");

    private Weights() {}

    /** Each row once for each time that it occurs, with one weight. */
    static Relation of(Relation rows, long weight) {
        List<Expression> values = references(rows.columns(), 0);
        values.add(new Expression.Constant(String.valueOf(weight), DataType.BIGINT));
        return new Project(rows, values);
    }

    /** What must be added to one relation to have the other; net. */
    static Relation difference(Relation before, Relation after) {
        return net(together(List.of(of(after, 1), of(before, -1))));
    }

    /** @param parts at least one, of the same columns */
    static Relation together(List<Relation> parts) {
        return parts.size() == 1 ? parts.get(0) : new SetOperation(SetOperation.Kind.UNION, true, parts);
    }

    /**
     * Each row once, with the sum of its weights, which is not 0. Intervals are told apart by their text: the engine calls a month and
     * thirty days equal.
     */
    static Relation net(Relation weighted) {
        List<DataType> types = weighted.columns();
        int weight = types.size() - 1;
        List<Expression> groups = references(types.subList(0, weight), 0);
        for (int i = 0; i < weight; i++) {
            if (types.get(i).text().contains("INTERVAL")) {
                groups.add(new Expression.Cast(new Reference(i, types.get(i)), DataType.VARCHAR, false));
            }
        }
        Relation summed = plain(
                weighted,
                groups,
                List.of(new AggregateCall("sum", List.of(weight(weighted)), false, List.of(), List.of(), SUM)));
        Expression sum = new Expression.Cast(new Reference(groups.size(), SUM), DataType.BIGINT, false);
        List<Expression> values = references(types.subList(0, weight), 0);
        values.add(sum);
        Relation rows = new Project(summed, values);
        Expression none = new Expression.Constant("0", DataType.BIGINT);
        return new Filter(rows, List.of(new Expression.Comparison(Comparator.NOT_EQUAL, weight(rows), none)));
    }

    private static Relation plain(Relation input, List<Expression> groups, List<AggregateCall> calls) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            all.add(i);
        }
        return new Aggregate(input, groups, List.of(all), calls, List.of());
    }

    /** The values of expressions over weighted rows, each combination once. */
    static Relation keys(Relation weighted, List<Expression> values) {
        return new Distinct(new Project(weighted, values));
    }

    /** The values of expressions over a change, each combination once, without those of both rows that came and rows that went. */
    static Relation oneSidedKeys(Relation change, List<Expression> values) {
        Relation rows = isOfSides(change) ? change : net(change);
        List<Expression> groups = new ArrayList<>(values);
        groups.add(weight(rows));
        Relation input = new Project(rows, groups);
        List<AggregateCall> bounds = Stream.of("min", "max")
                .map(function -> new AggregateCall(
                        function, List.of(weight(input)), false, List.of(), List.of(), DataType.BIGINT))
                .toList();
        List<Expression> keys = references(input.columns().subList(0, values.size()), 0);
        Relation grouped = plain(input, keys, bounds);
        Expression none = new Expression.Constant("0", DataType.BIGINT);
        Expression came =
                new Expression.Comparison(Comparator.GREATER, new Reference(values.size(), DataType.BIGINT), none);
        Expression went =
                new Expression.Comparison(Comparator.LESS, new Reference(values.size() + 1, DataType.BIGINT), none);
        Relation oneSided = new Filter(grouped, List.of(new Expression.Junction(false, List.of(came, went))));
        return new Project(oneSided, keys);
    }

    /** Whether rows that a change adds are there afterwards, and those that it takes away were there before: terms of joins may cancel out. */
    private static boolean isOfSides(Relation change) {
        if (change instanceof SetOperation together) {
            return together.kind() == SetOperation.Kind.UNION
                    && together.all()
                    && together.inputs().stream().allMatch(Weights::isOfSides);
        }
        if (change instanceof Project project) {
            List<Expression> values = project.expressions();
            return values.get(values.size() - 1).equals(weight(project.input())) && isOfSides(project.input());
        }
        return change instanceof Relation.Scan || change instanceof Filter filter && isOfSides(filter.input());
    }

    /** The weight of a weighted row. */
    static Reference weight(Relation weighted) {
        return new Reference(weighted.columns().size() - 1, DataType.BIGINT);
    }

    /** References to columns of these types that begin at a position; the list may grow. */
    static List<Expression> references(List<DataType> types, int from) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            references.add(new Reference(from + i, types.get(i)));
        }
        return references;
    }
}
