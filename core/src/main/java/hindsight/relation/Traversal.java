package hindsight.relation;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Walks over relations that come to each of them once, however often it is used. */
public final class Traversal {
    private Traversal() {}

    /** How often each relation is used, by itself as root or by others. */
    public static IdentityHashMap<Relation, Integer> uses(Relation root) {
        IdentityHashMap<Relation, Integer> uses = new IdentityHashMap<>();
        count(root, uses);
        return uses;
    }

    private static void count(Relation relation, IdentityHashMap<Relation, Integer> uses) {
        if (uses.merge(relation, 1, Integer::sum) == 1) {
            for (Relation input : relation.inputs()) {
                count(input, uses);
            }
        }
    }

    /** Inputs before what reads them, each relation once. */
    public static List<Relation> upward(Relation root) {
        List<Relation> order = new ArrayList<>();
        visit(root, new IdentityHashMap<>(), order);
        return order;
    }

    /** Reads of tables, each once, inputs first; of a table there may be several. */
    public static List<Relation.Scan> scans(Relation root) {
        return upward(root).stream()
                .filter(Relation.Scan.class::isInstance)
                .map(Relation.Scan.class::cast)
                .toList();
    }

    private static void visit(Relation relation, IdentityHashMap<Relation, Boolean> seen, List<Relation> order) {
        if (seen.put(relation, true) == null) {
            for (Relation input : relation.inputs()) {
                visit(input, seen, order);
            }
            order.add(relation);
        }
    }

    /** Every relation changed, inputs first; what was shared stays shared, and what does not change stays the same object. */
    public static Relation rewrite(Relation root, UnaryOperator<Relation> change) {
        IdentityHashMap<Relation, Relation> done = new IdentityHashMap<>();
        for (Relation relation : upward(root)) {
            List<Relation> inputs = relation.inputs().stream().map(done::get).toList();
            done.put(relation, change.apply(isSame(inputs, relation.inputs()) ? relation : relation.over(inputs)));
        }
        return Objects.requireNonNull(done.get(root));
    }

    private static boolean isSame(List<Relation> a, List<Relation> b) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }
}
