package hindsight.relation.rule;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A projection of a projection is one projection, and one that changes nothing is none.
 *
 * <pre>
 * Project #0 + 1, #1        Project #3 + 1, #2 * 2
 *   Project #3, #2 * 2   →    a
 *     a
 * </pre>
 *
 * What costs something or may give another value each time is not computed more often than before.
 */
final class MergeProjects {
    private final IdentityHashMap<Relation, Integer> uses;

    private MergeProjects(Relation root) {
        this.uses = Traversal.uses(root);
    }

    static Relation apply(Relation root) {
        MergeProjects rule = new MergeProjects(root);
        IdentityHashMap<Relation, Relation> done = new IdentityHashMap<>();
        for (Relation relation : Traversal.upward(root)) {
            List<Relation> inputs = relation.inputs().stream()
                    .map(input -> Objects.requireNonNull(done.get(input)))
                    .toList();
            Relation copy = relation.inputs().isEmpty() ? relation : relation.over(inputs);
            done.put(relation, copy instanceof Project project ? rule.merged(project, relation) : copy);
        }
        return Objects.requireNonNull(done.get(root));
    }

    private Relation merged(Project project, Relation before) {
        boolean own = Objects.requireNonNull(uses.get(before.inputs().get(0))) == 1;
        Project result = project;
        if (own && project.input() instanceof Project inner && canMerge(project, inner)) {
            List<Expression> values = project.values().stream()
                    .map(value -> Expressions.substituted(value, inner.values()))
                    .toList();
            result = new Project(inner.input(), values);
        }
        return isIdentity(result) ? result.input() : result;
    }

    private static boolean canMerge(Project outer, Project inner) {
        Map<Integer, Integer> counts = new HashMap<>();
        outer.values().forEach(value -> count(value, counts));
        return counts.entrySet().stream()
                .allMatch(entry -> entry.getValue() == 1
                        || Expressions.isRepeatable(inner.values().get(entry.getKey())));
    }

    private static void count(Expression expression, Map<Integer, Integer> counts) {
        if (expression instanceof Reference reference) {
            counts.merge(reference.index(), 1, Integer::sum);
        }
        for (Expression child : expression.children()) {
            count(child, counts);
        }
    }

    private static boolean isIdentity(Project project) {
        List<Expression> values = project.values();
        boolean same = values.size() == project.input().columns().size();
        for (int i = 0; same && i < values.size(); i++) {
            same = values.get(i) instanceof Reference reference && reference.index() == i;
        }
        return same;
    }
}
