package hindsight.relation.analysis;

import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Constant;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Columns that the query spells out. */
final class Literals {
    private Literals() {}

    /** The value that all rows have in a column. */
    static Optional<Expression> of(Relation relation, int column) {
        if (relation instanceof Project project) {
            Expression value = project.values().get(column);
            if (value instanceof Expression.Reference reference) {
                return of(project.input(), reference.index());
            }
            return value instanceof Constant ? Optional.of(value) : Optional.empty();
        }
        boolean same = relation instanceof Filter || relation instanceof Sort || relation instanceof Distinct;
        return same ? of(relation.inputs().get(0), column) : Optional.empty();
    }

    /** Whether all are literals, no two of which are equal. */
    static boolean areDifferent(List<Expression> cells) {
        Set<String> texts = new HashSet<>();
        for (Expression cell : cells) {
            boolean told = cell instanceof Constant constant
                    && Computed.isExact(constant.type())
                    && texts.add(constant.text());
            if (!told) {
                return false;
            }
        }
        return true;
    }

    /** Whether all are the same literal. */
    static boolean areSame(List<Expression> cells) {
        return cells.stream().allMatch(cell -> cell instanceof Constant && cell.equals(cells.get(0)));
    }
}
