package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.Unnest;
import java.util.ArrayList;
import java.util.List;

/**
 * What is made of single rows is made of the changed ones; the order of rows does not matter.
 *
 * <pre>
 * Filter c        Filter c             Project a + 1        Project a + 1, weight
 *   R        →      change of R          R             →      change of R
 * </pre>
 */
final class RowwiseChange {
    private RowwiseChange() {}

    static Relation of(Relation relation, Relation change) {
        if (relation instanceof Sort) {
            return change;
        }
        if (relation instanceof Project project) {
            List<Expression> values = new ArrayList<>(project.values());
            values.add(Weights.weight(change));
            return new Project(change, values);
        }
        Relation rows = relation.over(List.of(change));
        return relation instanceof Unnest unnest ? behind(rows, unnest) : rows;
    }

    /** The weight stands before the elements, and belongs behind them. */
    private static Relation behind(Relation rows, Unnest unnest) {
        int width = unnest.input().columns().size();
        return Moved.behind(rows, width);
    }
}
