package hindsight.delta;

import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.List;

/**
 * Of joins in which each left row finds its result among the right rows: changed left rows find theirs among the new right rows; old
 * left rows that match a changed right row find another.
 *
 * <pre>
 * Join LEFT c        UNION ALL
 *   a                  Join LEFT c
 *   b                    change of a
 *                        b, new
 *              →       new minus old:
 *                        Join LEFT c
 *                          a, old, that match a key in the change of b
 *                          b, new and old, of those keys
 * </pre>
 *
 * Also for SEMI, ANTI, MARK, SINGLE and as-of joins. Where no equality must hold in every pair, all left rows are looked at.
 */
final class LookupJoinChange {
    private LookupJoinChange() {}

    static Relation of(Relation join, Relation left, Relation right, Matches matches, Derivation derivation) {
        int width = left.columns().size();
        List<Relation> terms = new ArrayList<>();
        derivation.change(left).ifPresent(change -> {
            List<Relation> sides = derivation.restriction(Side.NEW).lookup(change, right, matches);
            Relation found = join.rebuilt(
                    sides, condition -> Expressions.moved(condition, index -> index < width ? index : index + 1));
            terms.add(Moved.behind(found, width));
        });
        derivation.change(right).ifPresent(change -> {
            Keys keys = matches.keysOfRight(change);
            Relation candidates = derivation.restriction(Side.OLD).of(left, keys);
            Keys same = keys.over(matches.right());
            terms.add(Weights.difference(
                    join.over(
                            List.of(candidates, derivation.restriction(Side.OLD).of(right, same))),
                    join.over(
                            List.of(candidates, derivation.restriction(Side.NEW).of(right, same)))));
        });
        return Weights.together(terms);
    }
}
