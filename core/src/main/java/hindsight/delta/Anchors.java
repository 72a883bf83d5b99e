package hindsight.delta;

import hindsight.relation.Aggregate;
import hindsight.relation.Distinct;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.Window;
import java.util.ArrayList;
import java.util.List;

/** Columns of a relation by which its rows are computed apart, down to the topmost operator that computes over several rows. */
final class Anchors {
    private Anchors() {}

    /** Their positions; none where there is no such operator, or where the relation does not give all that it groups by. */
    static List<Integer> of(Relation relation) {
        if (relation instanceof Filter || relation instanceof Sort) {
            return of(relation.inputs().get(0));
        }
        if (relation instanceof Project project) {
            return given(project, of(project.input()));
        }
        if (relation instanceof Join join && !join.kind().padsLeft()) {
            return joined(join);
        }
        if (relation instanceof Aggregate aggregate && aggregate.isPlain()) {
            return first(aggregate.groups().size());
        }
        if (relation instanceof Distinct) {
            return first(relation.columns().size());
        }
        if (relation instanceof SetOperation operation) {
            return together(operation);
        }
        if (relation instanceof Window window) {
            return columns(Partitions.common(window));
        }
        return relation instanceof DistinctOn choice ? columns(choice.targets()) : List.of();
    }

    /** Of branches that are computed apart by the same columns. */
    private static List<Integer> together(SetOperation operation) {
        List<List<Integer>> all =
                operation.inputs().stream().map(Anchors::of).distinct().toList();
        return all.size() == 1 ? all.get(0) : List.of();
    }

    private static List<Integer> joined(Join join) {
        List<Integer> left = of(join.left());
        if (!left.isEmpty() || join.kind() != JoinKind.INNER) {
            return left;
        }
        int width = join.left().columns().size();
        return of(join.right()).stream().map(position -> position + width).toList();
    }

    private static List<Integer> given(Project project, List<Integer> below) {
        List<Integer> positions = new ArrayList<>();
        for (int position : below) {
            Expression reference =
                    new Reference(position, project.input().columns().get(position));
            int index = project.values().indexOf(reference);
            if (index < 0) {
                return List.of();
            }
            positions.add(index);
        }
        return positions;
    }

    /** The columns that expressions are, if all are. */
    private static List<Integer> columns(List<Expression> expressions) {
        boolean all = expressions.stream().allMatch(Reference.class::isInstance);
        return all
                ? expressions.stream()
                        .map(expression -> ((Reference) expression).index())
                        .toList()
                : List.of();
    }

    private static List<Integer> first(int count) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(i);
        }
        return positions;
    }
}
