package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import hindsight.relation.rule.Expressions;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes operators that do several things at once as several, for which there are rules. */
public final class Shapes {
    private Shapes() {}

    /** The same rows. */
    public static Relation simple(Relation root) {
        return Traversal.rewrite(root, Shapes::changed);
    }

    private static Relation changed(Relation relation) {
        if (relation instanceof Join join && join.kind() == JoinKind.RIGHT) {
            return right(join);
        }
        if (relation instanceof Join join && join.kind() == JoinKind.FULL) {
            return full(join);
        }
        if (relation instanceof Aggregate aggregate && !aggregate.isPlain()) {
            return sets(aggregate);
        }
        if (relation instanceof Window window) {
            return partitions(window);
        }
        return relation;
    }

    /**
     * <pre>
     * Join RIGHT        Project right columns behind left ones
     *   a                 Join LEFT
     *   b          →        b
     *                       a
     * </pre>
     */
    private static Relation right(Join join) {
        int left = join.left().columns().size();
        int right = join.right().columns().size();
        List<Expression> conditions = mirrored(join.conditions(), left, right);
        Join mirror = new Join(JoinKind.LEFT, /* left= */ join.right(), /* right= */ join.left(), conditions);
        return swapped(mirror, right, left);
    }

    private static List<Expression> mirrored(List<Expression> conditions, int left, int right) {
        return conditions.stream()
                .map(condition -> Expressions.moved(condition, index -> index < left ? index + right : index - left))
                .toList();
    }

    /** The columns behind the first ones, and then those. */
    private static Relation swapped(Relation relation, int first, int second) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < first + second; i++) {
            order.add(i < second ? first + i : i - second);
        }
        return Project.columns(relation, order);
    }

    /**
     * <pre>
     * Join FULL         UNION ALL
     *   a                 Join LEFT
     *   b          →        a
     *                       b
     *                     Project NULLs, right columns
     *                       Join ANTI
     *                         b
     *                         a
     * </pre>
     */
    private static Relation full(Join join) {
        int left = join.left().columns().size();
        int right = join.right().columns().size();
        Relation lonely = new Join(
                JoinKind.ANTI,
                /* left= */ join.right(),
                /* right= */ join.left(),
                mirrored(join.conditions(), left, right));
        List<Expression> padded = new ArrayList<>();
        join.left().columns().forEach(type -> padded.add(new Expression.Null(type)));
        padded.addAll(Weights.references(join.right().columns(), 0));
        return new SetOperation(
                SetOperation.Kind.UNION,
                true,
                List.of(
                        new Join(JoinKind.LEFT, join.left(), join.right(), join.conditions()),
                        new Project(lonely, padded)));
    }

    /**
     * <pre>
     * Aggregate x, y sets (x), ()        UNION ALL
     *   input                              Project x, NULL, …
     *                              →         Aggregate x
     *                                          input
     *                                      Project NULL, NULL, …
     *                                        Aggregate
     *                                          input
     * </pre>
     */
    private static Relation sets(Aggregate aggregate) {
        List<Relation> branches = aggregate.sets().stream()
                .map(set -> branch(aggregate, set.stream().distinct().sorted().toList()))
                .toList();
        return Weights.together(branches);
    }

    private static Relation branch(Aggregate aggregate, List<Integer> set) {
        List<Expression> groups = set.stream().map(aggregate.groups()::get).toList();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            all.add(i);
        }
        Relation grouped = new Aggregate(aggregate.input(), groups, List.of(all), aggregate.calls(), List.of());
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < aggregate.groups().size(); i++) {
            DataType type = aggregate.groups().get(i).type();
            values.add(set.contains(i) ? new Expression.Reference(set.indexOf(i), type) : new Expression.Null(type));
        }
        List<DataType> results =
                aggregate.calls().stream().map(AggregateCall::type).toList();
        values.addAll(Weights.references(results, groups.size()));
        aggregate.groupings().forEach(grouping -> values.add(bits(grouping, set)));
        return new Project(grouped, values);
    }

    /** The first group has the highest bit. */
    private static Expression bits(List<Integer> grouping, List<Integer> set) {
        long bits = 0;
        for (int group : grouping) {
            bits = bits * 2 + (set.contains(group) ? 0 : 1);
        }
        return new Expression.Constant(String.valueOf(bits), DataType.BIGINT);
    }

    /**
     * <pre>
     * Window a over x, b over y, c over x        Project input, a, b, c
     *   input                                      Window b over y
     *                                      →         Window a over x, c over x
     *                                                  input
     * </pre>
     */
    private static Relation partitions(Window window) {
        Map<List<Expression>, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < window.calls().size(); i++) {
            groups.computeIfAbsent(window.calls().get(i).partitions(), partition -> new ArrayList<>())
                    .add(i);
        }
        if (groups.size() == 1) {
            return window;
        }
        int width = window.input().columns().size();
        Relation rows = window.input();
        List<Integer> order = new ArrayList<>();
        for (List<Integer> group : groups.values()) {
            List<WindowCall> calls = group.stream().map(window.calls()::get).toList();
            rows = new Window(rows, calls);
            order.addAll(group);
        }
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(i);
        }
        for (int i = 0; i < order.size(); i++) {
            columns.add(width + order.indexOf(i));
        }
        return Project.columns(rows, columns);
    }
}
