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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What the engine's binder computes for the distinct values of a relation, and joins back to it, is computed for its rows.
 *
 * <pre>
 * Join LEFT a.x ≡ d.x               Project
 *   a                                 Join LEFT a.x = b.k
 *   Project                     →       a
 *     Join LEFT d.x = b.k               b
 *       d: Aggregate by a.x
 *         a
 *       b
 * </pre>
 *
 * Only projections and left joins may stand between: they keep every row of d, whatever the other rows are, so that each row of a meets
 * what its own values give.
 */
final class JoinsBack {
    private JoinsBack() {}

    static Relation apply(Relation root) {
        return Traversal.rewrite(root, relation -> relation instanceof Join join ? changed(join) : relation);
    }

    private static Relation changed(Join join) {
        boolean kept = join.kind() == JoinKind.LEFT || join.kind() == JoinKind.INNER;
        return kept
                ? lifted(join.right(), join.left())
                        .flatMap(way -> way.joined(join))
                        .orElse(join)
                : join;
    }

    /** The right side computed for rows of the left side, or nothing where it is not computed from its distinct values. */
    private static Optional<Lifted> lifted(Relation relation, Relation rows) {
        if (relation instanceof Aggregate aggregate && aggregate.input() == rows) {
            boolean distinct = aggregate.isPlain()
                    && aggregate.calls().isEmpty()
                    && aggregate.groupings().isEmpty()
                    && aggregate.groups().stream().allMatch(Reference.class::isInstance);
            return distinct ? Optional.of(new Lifted(rows, aggregate.groups(), aggregate.groups())) : Optional.empty();
        }
        if (relation instanceof Project project) {
            return lifted(project.input(), rows).map(below -> below.project(project, rows));
        }
        return relation instanceof Join join && join.kind() == JoinKind.LEFT
                ? lifted(join.left(), rows).map(below -> below.join(join))
                : Optional.empty();
    }

    /**
     * The right side so far.
     *
     * @param relation begins with the columns of the left side
     * @param columns what each column of the right side is, of a row of the relation
     * @param values the distinct values, of a row of the left side
     */
    private record Lifted(Relation relation, List<Expression> columns, List<Expression> values) {
        Lifted project(Project project, Relation rows) {
            List<Expression> all = new ArrayList<>(references(rows, 0));
            List<Expression> given = new ArrayList<>();
            for (Expression value : project.values()) {
                given.add(new Reference(all.size(), value.type()));
                all.add(Expressions.substituted(value, columns));
            }
            // What is a column of the left side keeps that position, so that conditions can be told by it.
            for (int i = 0; i < given.size(); i++) {
                int width = rows.columns().size();
                if (all.get(width + i) instanceof Reference reference && reference.index() < width) {
                    given.set(i, reference);
                }
            }
            return new Lifted(new Project(relation, all), given, values);
        }

        Lifted join(Join join) {
            int width = relation.columns().size();
            List<Expression> row = new ArrayList<>(columns);
            row.addAll(references(join.right(), width));
            List<Expression> conditions = join.conditions().stream()
                    .map(condition -> Expressions.substituted(condition, row))
                    .toList();
            return new Lifted(new Join(JoinKind.LEFT, relation, join.right(), conditions), row, values);
        }

        /** The join itself, where its conditions say that each distinct value is the row's own, and no more. */
        Optional<Relation> joined(Join join) {
            int width = join.left().columns().size();
            List<Expression> row = new ArrayList<>(references(join.left(), 0));
            row.addAll(columns);
            BitSet met = new BitSet();
            for (Expression condition : join.conditions()) {
                if (!(condition instanceof Expression.Comparison comparison)
                        || comparison.comparator() != Comparator.NOT_DISTINCT
                        || !(comparison.right() instanceof Reference)
                        || !Expressions.substituted(comparison.right(), row).equals(comparison.left())
                        || !values.contains(comparison.left())) {
                    return Optional.empty();
                }
                values.stream()
                        .filter(value -> value.equals(comparison.left()))
                        .forEach(value -> met.set(((Reference) value).index()));
            }
            boolean all = values.stream().allMatch(value -> met.get(((Reference) value).index()));
            return all && width > 0 ? Optional.of(new Project(relation, row)) : Optional.empty();
        }

        private static List<Expression> references(Relation relation, int first) {
            List<Expression> references = new ArrayList<>();
            for (int i = 0; i < relation.columns().size(); i++) {
                references.add(new Reference(first + i, relation.columns().get(i)));
            }
            return references;
        }
    }
}
