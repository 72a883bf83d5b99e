package hindsight.relation.rule;

import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Conditions move to the first place where they can be checked, and become conditions of joins.
 *
 * <pre>
 * Filter a.x = b.x AND a.y > 1          Join a.x = b.x
 *   Join (every pair)             →       Filter y > 1
 *     a                                     a
 *     b                                   b
 * </pre>
 *
 * Below a join with padding, a mark or an existence test only conditions on its left side move. Nothing moves into what others read
 * too, nor below a SINGLE join, which has to see all rows to find the one with two partners.
 */
final class PushFilters {
    private final Set<Relation> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    private PushFilters() {}

    static Relation apply(Relation root) {
        return new PushFilters().rewritten(root);
    }

    private Relation rewritten(Relation root) {
        IdentityHashMap<Relation, Integer> uses = Traversal.uses(root);
        IdentityHashMap<Relation, Relation> done = new IdentityHashMap<>();
        for (Relation relation : Traversal.upward(root)) {
            List<Relation> inputs = relation.inputs().stream()
                    .map(input -> Objects.requireNonNull(done.get(input)))
                    .toList();
            Relation changed = changed(relation.inputs().isEmpty() ? relation : relation.over(inputs));
            if (Objects.requireNonNull(uses.get(relation)) > 1) {
                shared.add(changed);
            }
            done.put(relation, changed);
        }
        return Objects.requireNonNull(done.get(root));
    }

    private Relation changed(Relation relation) {
        if (relation instanceof Filter filter) {
            return filtered(filter.input(), Expressions.conjuncts(filter.conditions()));
        }
        if (relation instanceof Join join && join.kind() == JoinKind.INNER) {
            return filtered(
                    new Join(join.kind(), join.left(), join.right(), List.of()),
                    Expressions.conjuncts(join.conditions()));
        }
        return relation;
    }

    private Relation filtered(Relation input, List<Expression> conditions) {
        if (conditions.isEmpty()) {
            return input;
        }
        if (shared.contains(input)) {
            return new Filter(input, conditions);
        }
        if (input instanceof Filter filter) {
            List<Expression> all = new ArrayList<>(filter.conditions());
            all.addAll(conditions);
            return filtered(filter.input(), Expressions.conjuncts(all));
        }
        if (input instanceof Project project) {
            return throughProject(project, conditions);
        }
        if (input instanceof Join join && join.kind() == JoinKind.INNER) {
            return intoInner(join, conditions);
        }
        if (input instanceof Join join
                && (join.kind() == JoinKind.LEFT || !join.kind().givesRight())) {
            return intoLeft(join, conditions);
        }
        return new Filter(input, conditions);
    }

    private Relation throughProject(Project project, List<Expression> conditions) {
        List<Expression> above = new ArrayList<>();
        List<Expression> below = new ArrayList<>();
        for (Expression condition : conditions) {
            boolean moves = Expressions.references(List.of(condition)).stream()
                    .allMatch(index -> Expressions.isRepeatable(project.values().get(index)));
            if (moves && Expressions.isSteady(condition)) {
                below.add(Expressions.substituted(condition, project.values()));
            } else {
                above.add(condition);
            }
        }
        Relation changed = new Project(filtered(project.input(), below), project.values());
        return above.isEmpty() ? changed : new Filter(changed, above);
    }

    private Relation intoInner(Join join, List<Expression> conditions) {
        int width = join.left().columns().size();
        List<Expression> left = new ArrayList<>();
        List<Expression> right = new ArrayList<>();
        List<Expression> both = new ArrayList<>(join.conditions());
        for (Expression condition : conditions) {
            BitSet references = Expressions.references(List.of(condition));
            if (references.isEmpty() || !Expressions.isSteady(condition)) {
                both.add(condition);
            } else if (references.nextSetBit(width) < 0) {
                left.add(condition);
            } else if (references.nextSetBit(0) >= width) {
                right.add(Expressions.moved(condition, index -> index - width));
            } else {
                both.add(condition);
            }
        }
        return new Join(
                JoinKind.INNER,
                filtered(join.left(), left),
                filtered(join.right(), right),
                Expressions.conjuncts(both));
    }

    private Relation intoLeft(Join join, List<Expression> conditions) {
        int width = join.left().columns().size();
        List<Expression> above = new ArrayList<>();
        List<Expression> left = new ArrayList<>();
        for (Expression condition : conditions) {
            BitSet references = Expressions.references(List.of(condition));
            boolean moves =
                    !references.isEmpty() && references.nextSetBit(width) < 0 && Expressions.isSteady(condition);
            (moves ? left : above).add(condition);
        }
        Relation changed = new Join(join.kind(), filtered(join.left(), left), join.right(), join.conditions());
        return above.isEmpty() ? changed : new Filter(changed, above);
    }
}
