package hindsight.delta;

import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import java.util.ArrayList;
import java.util.List;

/**
 * Of joins in which each left row finds its result among the right rows: changed left rows find theirs among the new right rows; old
 * left rows that match a changed right row find another.
 *
 * <pre>
 * Join ANTI c        UNION ALL
 *   a                  Join ANTI c
 *   b                    change of a
 *                        b, new
 *              →       new minus old:
 *                        Join ANTI c
 *                          a, old, that match a key in the change of b
 *                          b, new and old, of those keys
 * </pre>
 *
 * Also for SEMI, MARK, SINGLE and as-of joins. Where no equality must hold in every pair, all left rows are looked at; where all that
 * counts is whether there is a partner, those that may have got their first or lost their last ({@link Matches#keysOfTurns}).
 */
final class LookupJoinChange {
    private LookupJoinChange() {}

    static Relation of(Relation join, Relation left, Relation right, Matches matches, Derivation derivation) {
        List<Relation> terms = new ArrayList<>();
        derivation.change(left).ifPresent(change -> terms.add(ofLeft(join, change, right, matches, derivation)));
        derivation.change(right).ifPresent(change -> {
            Keys all = matches.keysOfRight(change);
            Keys keys = turnsAlone(join) ? matches.keysOfTurns((Join) join, change, all) : all;
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

    /** Whether all that counts is that there is a partner. */
    private static boolean turnsAlone(Relation relation) {
        return relation instanceof Join join && (join.kind() == JoinKind.SEMI || join.kind() == JoinKind.ANTI);
    }

    /**
     * What changed left rows find.
     *
     * @param change of the left side
     */
    static Relation ofLeft(Relation join, Relation change, Relation right, Matches matches, Derivation derivation) {
        int width = change.columns().size() - 1;
        List<Relation> sides = derivation.restriction(Side.NEW).lookup(change, right, matches);
        Relation found = join.rebuilt(
                sides, condition -> Expressions.moved(condition, index -> index < width ? index : index + 1));
        return Moved.behind(found, width);
    }
}
