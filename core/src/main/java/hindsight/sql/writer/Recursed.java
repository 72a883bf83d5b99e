package hindsight.sql.writer;

import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

/** Which relations read what the step before found, so that they have a meaning only within that step. */
final class Recursed {
    private final IdentityHashMap<Relation, Set<Integer>> open = new IdentityHashMap<>();

    Recursed(Relation root) {
        for (Relation relation : Traversal.upward(root)) {
            Set<Integer> numbers = new HashSet<>();
            for (Relation input : relation.inputs()) {
                numbers.addAll(Objects.requireNonNull(open.get(input)));
            }
            if (relation instanceof Relation.Recursed step) {
                numbers.add(step.recursion());
            }
            if (relation instanceof Recursion recursion) {
                numbers.remove(recursion.number());
            }
            open.put(relation, numbers);
        }
    }

    boolean isIn(Relation relation) {
        return !open.getOrDefault(relation, Set.of()).isEmpty();
    }
}
