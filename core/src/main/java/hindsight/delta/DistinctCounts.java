package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Counts of distinct values written as counts of the rows that a DISTINCT gives, to which changes can be added as to other counts.
 *
 * <pre>
 * Aggregate by k: sum(a), count(DISTINCT b)       Project k, sum(a), count(b)
 *   R                                               Join k IS NOT DISTINCT FROM k
 *                                                     Aggregate by k: sum(a)
 *                                          →            R
 *                                                     Aggregate by k: count(b)
 *                                                       Distinct
 *                                                         Project k, b
 *                                                           R
 * </pre>
 *
 * All parts have the same groups: one whose values are all NULL has a row with NULL below, and a count of 0.
 */
final class DistinctCounts {
    private final Aggregate aggregate;
    private final List<Integer> all;
    /** What gives the results of calls, by their position: a column behind the groups of a part. */
    private final Map<Integer, Place> places = new LinkedHashMap<>();

    private final List<Aggregate> parts = new ArrayList<>();

    private record Place(int part, int call) {}

    private DistinctCounts(Aggregate aggregate) {
        this.aggregate = aggregate;
        this.all = IntStream.range(0, aggregate.groups().size()).boxed().toList();
    }

    /** A relation with those aggregates apart for which that helps: whose other calls can all be added up. */
    static Relation apart(Relation root) {
        return Traversal.rewrite(
                root,
                relation -> relation instanceof Aggregate aggregate && helps(aggregate)
                        ? new DistinctCounts(aggregate).relation()
                        : relation);
    }

    private static boolean helps(Aggregate aggregate) {
        return aggregate.isPlain()
                && aggregate.groupings().isEmpty()
                && aggregate.groups().stream().noneMatch(group -> isInterval(group.type()))
                && aggregate.calls().stream().anyMatch(DistinctCounts::isDistinctCount)
                && aggregate.calls().stream().allMatch(call -> isDistinctCount(call) || KeptAggregate.isAdditive(call));
    }

    /** Of groups that the engine calls equal, parts could show different ones. */
    private static boolean isInterval(DataType type) {
        return type.text().contains("INTERVAL");
    }

    private static boolean isDistinctCount(AggregateCall call) {
        return call.distinct()
                && call.function().equals("count")
                && call.arguments().size() == 1
                && call.orders().isEmpty()
                && call.conditions().isEmpty();
    }

    private Relation relation() {
        List<AggregateCall> plain = new ArrayList<>();
        Map<Expression, Integer> counted = new LinkedHashMap<>();
        List<AggregateCall> calls = aggregate.calls();
        boolean mixed = !calls.stream().allMatch(DistinctCounts::isDistinctCount);
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            if (isDistinctCount(call)) {
                int part = counted.computeIfAbsent(call.arguments().get(0), any -> counted.size()) + (mixed ? 1 : 0);
                places.put(i, new Place(part, 0));
            } else {
                places.put(i, new Place(0, plain.size()));
                plain.add(call);
            }
        }
        if (mixed) {
            parts.add(new Aggregate(aggregate.input(), aggregate.groups(), List.of(all), plain, List.of()));
        }
        counted.keySet().forEach(value -> parts.add(count(value)));
        return together();
    }

    private Aggregate count(Expression value) {
        List<Expression> values = new ArrayList<>(aggregate.groups());
        values.add(value);
        Relation rows = new Distinct(new Project(aggregate.input(), values));
        Expression counted = new Reference(all.size(), value.type());
        AggregateCall call = new AggregateCall("count", List.of(counted), false, List.of(), List.of(), DataType.BIGINT);
        List<Expression> groups = Weights.references(rows.columns().subList(0, all.size()), 0);
        return new Aggregate(rows, groups, List.of(all), List.of(call), List.of());
    }

    private Relation together() {
        Relation joined = parts.get(0);
        List<Integer> begins = new ArrayList<>(List.of(0));
        for (Aggregate part : parts.subList(1, parts.size())) {
            int begin = joined.columns().size();
            begins.add(begin);
            List<Expression> same = new ArrayList<>();
            for (int group : all) {
                DataType type = part.columns().get(group);
                same.add(new Expression.Comparison(
                        Comparator.NOT_DISTINCT, new Reference(group, type), new Reference(begin + group, type)));
            }
            joined = new Join(JoinKind.INNER, joined, part, same);
        }
        List<Integer> columns = new ArrayList<>(all);
        places.values().forEach(place -> columns.add(begins.get(place.part()) + all.size() + place.call()));
        return Project.columns(joined, columns);
    }
}
