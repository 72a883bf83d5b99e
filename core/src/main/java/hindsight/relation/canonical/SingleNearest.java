package hindsight.relation.canonical;

import hindsight.relation.AsOfJoin;
import hindsight.relation.Comparator;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Comparison;
import hindsight.relation.Expression.Reference;
import hindsight.relation.JoinKind;
import hindsight.relation.Relation;
import hindsight.relation.SortKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Of right rows that are equally near, one is left.
 *
 * <pre>
 * AsOfJoin a.k = b.k, a.t >= b.t        AsOfJoin a.k = b.k, a.t >= b.t
 *   Scan a                          →     Scan a
 *   Scan b                                DistinctOn b.k, b.t, first by b.v
 *                                           Scan b
 * </pre>
 *
 * Where right rows without a partner are given, too, all of them have to stay, so this cannot be done.
 */
final class SingleNearest {
    private final Ties ties;

    SingleNearest(Ties ties) {
        this.ties = ties;
    }

    Relation apply(Relation relation) {
        return relation instanceof AsOfJoin join && isOpen(join) && isPossible(join) ? reduced(join) : relation;
    }

    /** Whether two right rows may be equally near. */
    boolean isOpen(AsOfJoin join) {
        return !ties.isUnique(join.right(), List.of(), compared(join));
    }

    static boolean isPossible(AsOfJoin join) {
        return (join.kind() == JoinKind.INNER || join.kind() == JoinKind.LEFT)
                && join.conditions().stream()
                        .allMatch(condition -> condition instanceof Comparison comparison
                                && comparison.comparator() != Comparator.NOT_EQUAL
                                && comparison.comparator() != Comparator.DISTINCT);
    }

    private Relation reduced(AsOfJoin join) {
        List<Expression> targets = compared(join);
        Relation right = join.right();
        List<SortKey> keys = ties.ofRows(right, right.columns().size(), List.of(), targets);
        DistinctOn single = new DistinctOn(right, targets, keys);
        boolean same = right instanceof DistinctOn already && already.targets().equals(targets);
        return same ? join : join.over(List.of(join.left(), single));
    }

    /** The right sides of the conditions, over the right row. */
    private static List<Expression> compared(AsOfJoin join) {
        int width = join.left().columns().size();
        List<Expression> compared = new ArrayList<>();
        for (Expression condition : join.conditions()) {
            if (condition instanceof Comparison comparison) {
                compared.add(comparison.right().mapReferences(old -> {
                    Reference reference = (Reference) old;
                    return new Reference(reference.index() - width, reference.type());
                }));
            }
        }
        return compared;
    }
}
