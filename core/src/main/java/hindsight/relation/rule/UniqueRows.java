package hindsight.relation.rule;

import hindsight.relation.Aggregate;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.Values;
import hindsight.relation.Window;
import java.util.BitSet;
import java.util.List;

/** Whether columns tell rows apart, NULLs being alike: proven from what operators do, never from data. */
final class UniqueRows {
    /** Where much is shared there are many ways down; what is not proven by then is taken for not unique. */
    private static final int MOST_STEPS = 500;

    private int steps;

    private UniqueRows() {}

    static boolean isUnique(Relation relation, BitSet columns) {
        return new UniqueRows().unique(relation, columns);
    }

    /** Whether a left row of the join has at most one partner. */
    static boolean hasOnePartner(Join join) {
        return new UniqueRows().onePartner(join, new BitSet());
    }

    private boolean unique(Relation relation, BitSet columns) {
        steps++;
        if (steps > MOST_STEPS) {
            return false;
        }
        if (relation instanceof Aggregate aggregate) {
            return aggregate.isPlain()
                    && columns.nextClearBit(0) >= aggregate.groups().size();
        }
        if (relation instanceof Values values) {
            return values.rows().size() <= 1;
        }
        if (relation instanceof Project project) {
            return unique(project.input(), origins(project, columns));
        }
        if (relation instanceof Distinct distinct) {
            return columns.nextClearBit(0) >= distinct.columns().size() || unique(distinct.input(), columns);
        }
        if (relation instanceof Filter || relation instanceof Sort) {
            return unique(relation.inputs().get(0), columns);
        }
        if (relation instanceof Window window) {
            return unique(
                    window.input(), columns.get(0, window.input().columns().size()));
        }
        return relation instanceof Join join && !join.kind().padsLeft() && uniquePairs(join, columns);
    }

    private boolean uniquePairs(Join join, BitSet columns) {
        int width = join.left().columns().size();
        return unique(join.left(), columns.get(0, width))
                && (!join.kind().givesRight()
                        || join.kind() == JoinKind.SINGLE
                        || onePartner(join, columns.get(width, Math.max(width, columns.length()))));
    }

    /** @param known columns of the right side that are told apart anyway */
    private boolean onePartner(Join join, BitSet known) {
        int width = join.left().columns().size();
        BitSet right = (BitSet) known.clone();
        for (Expression condition : join.conditions()) {
            if (condition instanceof Expression.Comparison comparison
                    && (comparison.comparator() == Comparator.EQUAL
                            || comparison.comparator() == Comparator.NOT_DISTINCT)
                    && comparison.right() instanceof Reference reference
                    && reference.index() >= width
                    && Expressions.references(List.of(comparison.left())).nextSetBit(width) < 0) {
                right.set(reference.index() - width);
            }
        }
        return unique(join.right(), right);
    }

    private static BitSet origins(Project project, BitSet columns) {
        BitSet origins = new BitSet();
        columns.stream().forEach(index -> {
            if (project.values().get(index) instanceof Reference reference) {
                origins.set(reference.index());
            }
        });
        return origins;
    }
}
