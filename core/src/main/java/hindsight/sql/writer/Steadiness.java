package hindsight.sql.writer;

import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Limit;
import hindsight.relation.Relation;
import hindsight.relation.Sample;
import hindsight.relation.Traversal;
import hindsight.relation.Window;
import java.util.List;

/** Whether rows may differ from one computation to the next, so that all who read them have to read the same. */
final class Steadiness {
    private Steadiness() {}

    /** Whether chance or the order of rows that nothing orders may decide what the relation gives. */
    static boolean isOpen(Relation relation) {
        return Traversal.upward(relation).stream()
                .anyMatch(part -> part instanceof Window
                        || part instanceof Limit
                        || part instanceof DistinctOn
                        || part instanceof Sample
                        || part.expressions().stream().anyMatch(Steadiness::hasChance));
    }

    private static boolean hasChance(Expression expression) {
        List<Expression> children = expression.children();
        return expression instanceof Expression.Call && children.isEmpty()
                || children.stream().anyMatch(Steadiness::hasChance);
    }
}
