package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changed left rows with the new right ones, and old left rows with the changed right ones.
 *
 * <pre>
 * Join c        UNION ALL
 *   a             Join c
 *   b        →      change of a
 *                   b, new
 *                 Join c
 *                   a, old
 *                   change of b
 * </pre>
 *
 * What is more than a scan of the other side is computed for the keys of the changed rows only.
 */
final class InnerJoinChange {
    private InnerJoinChange() {}

    static Relation of(Join join, Derivation derivation) {
        Matches matches = Matches.of(join);
        int width = join.left().columns().size();
        List<Relation> terms = new ArrayList<>();
        Optional<Relation> left = derivation.change(join.left());
        Optional<Relation> right = derivation.change(join.right());
        left.ifPresent(change -> {
            List<Relation> sides = derivation.restriction(Side.NEW).partner(change, join.right(), matches);
            terms.add(Moved.behind(
                    new Join(join.kind(), sides.get(0), sides.get(1), beside(join.conditions(), width)), width));
        });
        right.ifPresent(change -> {
            List<Relation> sides = derivation.restriction(Side.OLD).partner(change, join.left(), matches.mirrored());
            terms.add(new Join(join.kind(), sides.get(1), sides.get(0), join.conditions()));
        });
        return Weights.together(terms);
    }

    /** Conditions over a left row with a weight behind it and a right row. */
    static List<Expression> beside(List<Expression> conditions, int width) {
        return conditions.stream()
                .map(condition -> Expressions.moved(condition, index -> index < width ? index : index + 1))
                .toList();
    }
}
