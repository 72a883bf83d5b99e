package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.OneInput;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Moves what follows a moved clock out of other operators into filters and projections, for which there are rules.
 *
 * <pre>
 * Aggregate k: count(*) if ts > now()        Aggregate k: count(*) if #2
 *   R                                  →       Project k, ts, ts > now()
 *                                                R
 *
 * Join c, a.ts > now()                       Filter a.ts > now()
 *   a                                  →       Join c
 *   b                                            a
 *                                                b
 * </pre>
 *
 * Of other joins, what is made of one side becomes a column of that side. A filter gets one condition of the clock at a time.
 */
final class ClockApart {
    private final ClockMove clock;
    private final int width;
    private final int all;
    private final List<Expression> left = new ArrayList<>();
    private final List<Expression> right = new ArrayList<>();

    /** For an operator over rows of some columns, of which the first are those of the left side. */
    private ClockApart(ClockMove clock, int width, int all) {
        this.clock = clock;
        this.width = width;
        this.all = all;
    }

    static Relation apart(Relation root, ClockMove clock) {
        return clock.equals(ClockMove.NONE)
                ? root
                : Traversal.rewrite(root, relation -> clock.moves(relation) ? apart(clock, relation) : relation);
    }

    private static Relation apart(ClockMove clock, Relation relation) {
        if (relation instanceof Project) {
            return relation;
        }
        if (relation instanceof Filter filter) {
            return filtered(filter.input(), Expressions.conjuncts(filter.conditions()), clock);
        }
        if (relation instanceof Join join && join.kind() == JoinKind.INNER) {
            List<Expression> conditions = Expressions.conjuncts(join.conditions());
            List<Expression> still = without(conditions, clock);
            List<Expression> moving = conditions.stream().filter(clock::moves).toList();
            return filtered(new Join(join.kind(), join.left(), join.right(), still), moving, clock);
        }
        boolean divisible = relation instanceof OneInput || relation instanceof Join || relation instanceof AsOfJoin;
        return divisible ? divided(clock, relation) : relation;
    }

    private static Relation filtered(Relation input, List<Expression> conditions, ClockMove clock) {
        List<Expression> still = without(conditions, clock);
        Relation rows = still.isEmpty() ? input : new Filter(input, still);
        for (Expression condition : conditions) {
            rows = clock.moves(condition) ? new Filter(rows, List.of(condition)) : rows;
        }
        return rows;
    }

    private static List<Expression> without(List<Expression> conditions, ClockMove clock) {
        return conditions.stream().filter(condition -> !clock.moves(condition)).toList();
    }

    private static Relation divided(ClockMove clock, Relation relation) {
        List<Relation> inputs = relation.inputs();
        int width = inputs.get(0).columns().size();
        int all = width + (inputs.size() > 1 ? inputs.get(1).columns().size() : 0);
        ClockApart apart = new ClockApart(clock, width, all);
        relation.expressions().forEach(apart::collect);
        List<Relation> wider = new ArrayList<>();
        wider.add(with(inputs.get(0), apart.left));
        if (inputs.size() > 1) {
            List<Expression> ofRight = apart.right.stream()
                    .map(value -> Expressions.moved(value, index -> index - width))
                    .toList();
            wider.add(with(inputs.get(1), ofRight));
        }
        Relation changed = relation.rebuilt(wider, apart::replaced);
        return relation instanceof Aggregate
                ? changed
                : apart.first(changed, relation.columns().size());
    }

    private static Relation with(Relation input, List<Expression> values) {
        if (values.isEmpty()) {
            return input;
        }
        List<Expression> wider = Weights.references(input.columns(), 0);
        wider.addAll(values);
        return new Project(input, wider);
    }

    /** As many columns, without those that the sides have besides. */
    private Relation first(Relation wider, int columns) {
        if (wider.columns().size() == columns) {
            return wider;
        }
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            positions.add(i < width ? i : i + left.size());
        }
        return Project.columns(wider, positions);
    }

    private void collect(Expression expression) {
        Optional<List<Expression>> side = side(expression);
        if (side.isPresent()) {
            if (!side.get().contains(expression)) {
                side.get().add(expression);
            }
        } else if (!(expression instanceof Expression.Lambda)) {
            expression.children().forEach(this::collect);
        }
    }

    /** Where a value that moves becomes a column; empty where it does not, or is made of both sides. */
    private Optional<List<Expression>> side(Expression expression) {
        if (!clock.moves(expression)) {
            return Optional.empty();
        }
        BitSet references = Keys.references(expression);
        if (references.length() <= width) {
            return Optional.of(left);
        }
        return references.nextSetBit(0) >= width ? Optional.of(right) : Optional.empty();
    }

    private Expression replaced(Expression expression) {
        Optional<List<Expression>> side = side(expression);
        if (side.isPresent()) {
            int position = side.get().indexOf(expression);
            return new Reference(
                    side.get() == left ? width + position : all + left.size() + position, expression.type());
        }
        if (expression instanceof Reference reference) {
            int index = reference.index();
            return new Reference(index < width ? index : index + left.size(), reference.type());
        }
        if (expression instanceof Expression.Lambda || !clock.moves(expression)) {
            return Expressions.moved(expression, index -> index < width ? index : index + left.size());
        }
        return expression.over(
                expression.children().stream().map(this::replaced).toList());
    }

    /** Whether a moved clock may change any row of what is read, or of what is computed over several rows. */
    static boolean isUnbounded(Relation root, ClockMove clock) {
        List<Relation> moving = Traversal.upward(apart(root, clock)).stream()
                .filter(clock::moves)
                .toList();
        return moving.stream().anyMatch(part -> readsRows(part) && !isBounded(part, clock))
                || !moving.isEmpty() && !readsRows(root);
    }

    private static boolean readsRows(Relation relation) {
        return Traversal.upward(relation).stream().anyMatch(Relation.Scan.class::isInstance);
    }

    private static boolean isBounded(Relation relation, ClockMove clock) {
        boolean rowwise = relation instanceof Filter || relation instanceof Project;
        return rowwise
                && ClockRange.of(relation.expressions(), clock).isPresent()
                && Traversal.upward(relation).stream()
                        .noneMatch(part -> part instanceof Aggregate
                                || part instanceof Window
                                || part instanceof Distinct
                                || part instanceof DistinctOn
                                || part instanceof Recursion);
    }
}
