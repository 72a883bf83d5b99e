package hindsight.relation.analysis;

import hindsight.relation.AsOfJoin;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What tells the rows of a join apart, from what tells those of its sides apart; all positions are those of a left row followed by a
 * right one.
 */
final class JoinKeys {
    private final List<Expression> conditions;
    private final Side left;
    private final Side right;

    /** @param columns all of them */
    private record Side(Uniqueness rows, Set<Integer> columns) {
        List<Dependency> dependencies() {
            List<Dependency> all = new ArrayList<>(rows.dependencies());
            rows.keys().forEach(key -> all.add(new Dependency(key, columns)));
            return all;
        }
    }

    private JoinKeys(List<Expression> conditions, Side left, Side right) {
        this.conditions = conditions;
        this.left = left;
        this.right = right;
    }

    private static JoinKeys between(Join join, Uniqueness left, Uniqueness right) {
        int width = join.left().columns().size();
        return new JoinKeys(
                join.conditions(),
                new Side(left, Sets.positions(0, width)),
                new Side(
                        right.moved(position -> position + width),
                        Sets.positions(width, join.right().columns().size())));
    }

    static boolean haveOnePartner(Join join, Uniqueness left, Uniqueness right) {
        JoinKeys keys = between(join, left, right);
        return keys.hasOnePartner(keys.left.columns(), keys.right);
    }

    static Uniqueness of(Join join, Uniqueness left, Uniqueness right) {
        JoinKeys keys = between(join, left, right);
        return switch (join.kind()) {
            case INNER -> keys.inner();
            case LEFT -> keys.padded(keys.left, keys.right, false);
            case SINGLE -> keys.padded(keys.left, keys.right, true);
            case RIGHT -> keys.padded(keys.right, keys.left, false);
            case SEMI, ANTI, MARK -> left;
            case FULL -> Uniqueness.NOTHING;
        };
    }

    /** A left row has one partner at most. Of rows that are padded on the left nothing is known. */
    static Uniqueness of(AsOfJoin join, Uniqueness left) {
        return join.kind() == JoinKind.INNER || join.kind() == JoinKind.LEFT ? left : Uniqueness.NOTHING;
    }

    private Uniqueness inner() {
        return Uniqueness.of(pairs(), ofPairs().dependencies());
    }

    /** Keys of both sides together tell pairs apart. */
    private List<Set<Integer>> pairs() {
        List<Set<Integer>> pairs = new ArrayList<>();
        for (Set<Integer> one : left.rows().keys()) {
            right.rows().keys().forEach(other -> pairs.add(new TreeSet<>(Sets.union(one, other))));
        }
        return pairs;
    }

    /** What holds of rows that are partners. */
    private Uniqueness ofPairs() {
        List<Dependency> all = new ArrayList<>(Computed.equalities(conditions));
        all.addAll(left.dependencies());
        all.addAll(right.dependencies());
        return new Uniqueness(List.of(), all);
    }

    /**
     * Every kept row comes with its partners, or once with NULLs. What follows from columns of the other side may not do so in rows of
     * NULLs; but a row's partner follows from what the conditions read of the row.
     *
     * @param single whether no row has two partners
     */
    private Uniqueness padded(Side kept, Side other, boolean single) {
        List<Dependency> dependencies = new ArrayList<>();
        Set<Integer> read = new TreeSet<>();
        conditions.forEach(condition -> read.addAll(Computed.references(condition)));
        read.retainAll(kept.columns());
        boolean steady = conditions.stream().allMatch(Computed::follows);
        if (steady && (single || hasOnePartner(read, other))) {
            dependencies.add(new Dependency(read, other.columns()));
        }
        dependencies.addAll(kept.dependencies());
        boolean once = single || hasOnePartner(kept.columns(), other);
        return Uniqueness.of(once ? kept.rows().keys() : pairs(), dependencies);
    }

    /** Whether all rows with the same values in these columns have one and the same partner at most. */
    private boolean hasOnePartner(Set<Integer> columns, Side other) {
        Set<Integer> fixed = ofPairs().following(columns);
        return other.rows().keys().stream().anyMatch(fixed::containsAll);
    }
}
