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
import java.util.regex.Pattern;

/**
 * The elements of a list of each row, which the engine's binder finds for each distinct value and joins back, are unnested in place.
 *
 * <pre>
 * Join INNER k IS NOT DISTINCT FROM k         Unnest list of k
 *   a                                    →      a
 *   Project element, k
 *     Unnest list of k
 *       Aggregate by k
 *         a
 * </pre>
 *
 * Each row meets the one group of its values, and with it the elements of its own list. Where the list is a column, the binder numbers
 * the rows first, and groups by the number and the list: a number names the row, so that joining by it alone is enough.
 */
final class LateralUnnest {
    private LateralUnnest() {}

    static Relation apply(Relation root) {
        return Traversal.rewrite(root, LateralUnnest::changed);
    }

    private static Relation changed(Relation relation) {
        return relation instanceof Join join && join.kind() == JoinKind.INNER
                ? unnested(join).orElse(relation)
                : relation;
    }

    private static Optional<Relation> unnested(Join join) {
        Optional<Unnest> found = find(join.right());
        Relation rows = join.left();
        Optional<Origin> traced = found.flatMap(unnest -> Origin.of(unnest.input(), rows));
        if (traced.isEmpty()) {
            return Optional.empty();
        }
        Unnest unnest = found.get();
        Origin origin = traced.get();
        int width = rows.columns().size();
        Unnest inPlace = new Unnest(rows, substituted(unnest.lists(), origin.row()), unnest.elements());
        List<Expression> row = new ArrayList<>(origin.row());
        for (int i = 0; i < unnest.elements().size(); i++) {
            row.add(new Reference(width + i, unnest.elements().get(i)));
        }
        List<Expression> values = new ArrayList<>(references(rows));
        values.addAll(through(join.right(), unnest, row));
        List<Expression> same = compared(join.conditions(), values);
        boolean meetsItsOwn = same.size() == join.conditions().size()
                && (origin.isTold() && same.containsAll(origin.groups()) || named(rows, origin.groups(), same))
                && inPlace.lists().stream().allMatch(Expressions::isSteady);
        return meetsItsOwn ? Optional.of(new Project(inPlace, values)) : Optional.empty();
    }

    /** What conditions compare with itself, if they do. */
    private static List<Expression> compared(List<Expression> conditions, List<Expression> values) {
        List<Expression> same = new ArrayList<>();
        for (Expression condition : conditions) {
            if (condition instanceof Expression.Comparison comparison
                    && comparison.comparator() == Comparator.NOT_DISTINCT) {
                Expression left = Expressions.substituted(comparison.left(), values);
                if (left.equals(Expressions.substituted(comparison.right(), values))) {
                    same.add(left);
                }
            }
        }
        return same;
    }

    /** Whether a number that names the row is among what is grouped by and among what is compared. */
    private static boolean named(Relation rows, List<Expression> groups, List<Expression> same) {
        int last = rows.columns().size() - 1;
        return rows instanceof Window window
                && isNumbering(window)
                && groups.contains(references(rows).get(last))
                && same.contains(references(rows).get(last));
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

    private static List<Expression> references(Relation relation) {
        List<Expression> row = new ArrayList<>();
        for (int i = 0; i < relation.columns().size(); i++) {
            row.add(new Reference(i, relation.columns().get(i)));
        }
        return row;
    }

    /** What each column of projections is, of a row of what they stand on. */
    private static List<Expression> through(Relation relation, Relation bottom, List<Expression> row) {
        return relation == bottom
                ? row
                : substituted(((Project) relation).values(), through(((Project) relation).input(), bottom, row));
    }

    private static List<Expression> substituted(List<Expression> values, List<Expression> row) {
        return values.stream().map(value -> Expressions.substituted(value, row)).toList();
    }

    /**
     * Where the rows of a relation come from that has the distinct ones of another.
     *
     * @param row what each column is of a row of the other
     * @param groups what is distinct, of such a row, too
     */
    private record Origin(List<Expression> row, List<Expression> groups) {
        private static final Pattern TOLD_BY_TEXT = Pattern.compile("\\b(FLOAT|DOUBLE|INTERVAL)\\b");

        static Optional<Origin> of(Relation relation, Relation target) {
            if (relation instanceof Project project) {
                return of(project.input(), target)
                        .map(origin -> new Origin(substituted(project.values(), origin.row), origin.groups));
            }
            return relation instanceof Aggregate aggregate
                            && aggregate.isPlain()
                            && aggregate.calls().isEmpty()
                            && aggregate.groupings().isEmpty()
                    ? row(aggregate.input(), target)
                            .map(row -> substituted(aggregate.groups(), row))
                            .map(row -> new Origin(row, row))
                    : Optional.empty();
        }

        /** Whether values that are equal are the same. */
        boolean isTold() {
            return groups.stream()
                    .noneMatch(
                            group -> TOLD_BY_TEXT.matcher(group.type().text()).find());
        }

        private static Optional<List<Expression>> row(Relation relation, Relation target) {
            if (relation == target) {
                return Optional.of(references(target));
            }
            return relation instanceof Project project
                    ? row(project.input(), target).map(row -> substituted(project.values(), row))
                    : Optional.empty();
        }
    }
}
