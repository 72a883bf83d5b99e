package hindsight.relation.rule;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * A mark that rows must have becomes a semi join; one that they must not have, an anti join.
 *
 * <pre>
 * Filter mark                    Project *, true
 *   Join MARK a.x = b.x    →       Join SEMI a.x = b.x
 *     a, b                           a, b
 * </pre>
 *
 * {@code NOT mark} is no anti join where the mark can be NULL, as that of NOT IN: only where every condition is a comparison that never
 * is NULL. Behind the filter the mark is the same in all rows.
 */
final class MarksToJoins {
    private MarksToJoins() {}

    static Relation apply(Relation root) {
        return Traversal.rewrite(root, MarksToJoins::changed);
    }

    private static Relation changed(Relation relation) {
        return relation instanceof Filter filter && filter.input() instanceof Join join && join.kind() == JoinKind.MARK
                ? joined(filter, join)
                : relation;
    }

    private static Relation joined(Filter filter, Join join) {
        int width = join.left().columns().size();
        Expression mark = new Reference(width, DataType.BOOLEAN);
        List<Expression> others = new ArrayList<>(filter.conditions());
        boolean has = others.remove(mark);
        boolean hasNot = !has && isNeverNull(join) && others.remove(new Expression.Not(mark));
        if (!has && !hasNot) {
            return filter;
        }
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            values.add(new Reference(i, join.left().columns().get(i)));
        }
        values.add(new Expression.Constant(Boolean.toString(has), DataType.BOOLEAN));
        Relation rows = new Project(
                new Join(has ? JoinKind.SEMI : JoinKind.ANTI, join.left(), join.right(), join.conditions()), values);
        return others.isEmpty() ? rows : new Filter(rows, others);
    }

    private static boolean isNeverNull(Join join) {
        return join.conditions().stream()
                .allMatch(condition -> condition instanceof Expression.Comparison comparison
                        && comparison.comparator().isNullSafe());
    }
}
