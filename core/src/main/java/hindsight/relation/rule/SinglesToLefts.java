package hindsight.relation.rule;

import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.analysis.Keys;
import java.util.Map;

/**
 * A scalar subquery that provably has one row at most is a left join.
 *
 * <pre>
 * Join SINGLE a.x = b.k            Join LEFT a.x = b.k
 *   a                        →       a
 *   Aggregate by k                   Aggregate by k
 *     b                                b
 * </pre>
 *
 * Where that is not proven the join stays as it is, for it has to fail at the second row.
 */
final class SinglesToLefts {
    private SinglesToLefts() {}

    static Relation apply(Relation root) {
        Keys keys = new Keys(Map.of());
        return Traversal.rewrite(
                root,
                relation -> relation instanceof Join join && join.kind() == JoinKind.SINGLE && keys.haveOnePartner(join)
                        ? new Join(JoinKind.LEFT, join.left(), join.right(), join.conditions())
                        : relation);
    }
}
