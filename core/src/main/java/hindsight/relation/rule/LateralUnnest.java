package hindsight.relation.rule;

import hindsight.relation.Aggregate;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.Unnest;
import hindsight.relation.Window;
import hindsight.relation.WindowCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a list of each row, which the engine's binder finds by numbering the rows, are unnested in place.
 *
 * <pre>
 * Join INNER n = k                            Unnest list
 *   N: Window row_number() as n          →      a
 *     a
 *   Project element, k
 *     Unnest list
 *       Aggregate by k = n, list
 *         N
 * </pre>
 *
 * A row's number names the row, so that grouping by it changes nothing, and each element meets the row it came from and no other.
 */
final class LateralUnnest {
    private LateralUnnest() {}

    static Relation apply(Relation root) {
        return Traversal.rewrite(root, LateralUnnest::changed);
    }

    private static Relation changed(Relation relation) {
        return relation instanceof Join join && join.kind() == JoinKind.INNER && join.left() instanceof Window numbered
                ? unnested(join, numbered).orElse(relation)
                : relation;
    }

    private static Optional<Relation> unnested(Join join, Window numbered) {
        Optional<Unnest> found = find(join.right());
        if (found.isEmpty() || !isNumbering(numbered) || join.conditions().size() != 1) {
            return Optional.empty();
        }
        Unnest unnest = found.get();
        int width = numbered.columns().size();
        Optional<List<Expression>> origin = Origin.of(unnest.input(), numbered);
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        Relation inPlace = new Unnest(
                numbered,
                unnest.lists().stream()
                        .map(list -> Expressions.substituted(list, origin.get()))
                        .toList(),
                unnest.elements());
        List<Expression> row = new ArrayList<>(origin.get());
        for (int i = 0; i < unnest.elements().size(); i++) {
            row.add(new Reference(width + i, unnest.elements().get(i)));
        }
        List<Expression> right = Origin.through(join.right(), unnest, row);
        Expression number = new Reference(width - 1, numbered.columns().get(width - 1));
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            values.add(new Reference(i, numbered.columns().get(i)));
        }
        values.addAll(right);
        boolean byNumber = join.conditions().get(0) instanceof Expression.Comparison comparison
                && (comparison.comparator() == Comparator.NOT_DISTINCT || comparison.comparator() == Comparator.EQUAL)
                && Expressions.substituted(comparison.left(), values).equals(number)
                && Expressions.substituted(comparison.right(), values).equals(number);
        return byNumber ? Optional.of(new Project(inPlace, values)) : Optional.empty();
    }

    private static boolean isNumbering(Window window) {
        if (window.calls().size() != 1) {
            return false;
        }
        WindowCall call = window.calls().get(0);
        return call.call().function().equals("row_number") && call.partitions().isEmpty();
    }

    private static Optional<Unnest> find(Relation relation) {
        Relation below = relation;
        while (below instanceof Project project) {
            below = project.input();
        }
        return below instanceof Unnest unnest ? Optional.of(unnest) : Optional.empty();
    }

    /** Where columns come from. */
    private static final class Origin {
        private Origin() {}

        /** What each column is of a row of the target; nothing where the relation is not the target's rows, each once. */
        static Optional<List<Expression>> of(Relation relation, Window target) {
            if (relation == target) {
                List<Expression> row = new ArrayList<>();
                for (int i = 0; i < target.columns().size(); i++) {
                    row.add(new Reference(i, target.columns().get(i)));
                }
                return Optional.of(row);
            }
            if (relation instanceof Project project) {
                return of(project.input(), target).map(row -> substituted(project.values(), row));
            }
            if (relation instanceof Aggregate aggregate
                    && aggregate.isPlain()
                    && aggregate.calls().isEmpty()
                    && aggregate.groupings().isEmpty()) {
                int number = target.columns().size() - 1;
                return of(aggregate.input(), target)
                        .map(row -> substituted(aggregate.groups(), row))
                        .filter(row -> row.contains(
                                new Reference(number, target.columns().get(number))));
            }
            return Optional.empty();
        }

        /** What each column of projections is, of a row of what they stand on. */
        static List<Expression> through(Relation relation, Relation bottom, List<Expression> row) {
            return relation == bottom
                    ? row
                    : substituted(((Project) relation).values(), through(((Project) relation).input(), bottom, row));
        }

        private static List<Expression> substituted(List<Expression> values, List<Expression> row) {
            return values.stream()
                    .map(value -> Expressions.substituted(value, row))
                    .toList();
        }
    }
}
