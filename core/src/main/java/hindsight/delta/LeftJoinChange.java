package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Changed left rows find their partners; old left rows meet the changed right rows, and are padded with NULLs if they lost their last
 * partner, or no longer if they got their first.
 *
 * <pre>
 * Join LEFT c        UNION ALL
 *   a                  Join LEFT c
 *   b                    change of a
 *                        b, new
 *              →       Join c
 *                        a, old, that match a key in the change of b
 *                        change of b
 *                      Project columns of a, NULLs
 *                        new minus old:
 *                          Join ANTI c
 *                            a, old, that match a key in the change of b
 *                            b, new and old, of those keys
 * </pre>
 *
 * So the other partners of a left row are looked for, but none of their values is read, however many there are; and they are looked for
 * only where they decide ({@link Matches#keysOfTurns}).
 */
final class LeftJoinChange {
    private LeftJoinChange() {}

    static Relation of(Join join, Derivation derivation) {
        Matches matches = Matches.of(join);
        List<Relation> terms = new ArrayList<>();
        derivation
                .change(join.left())
                .ifPresent(
                        change -> terms.add(LookupJoinChange.ofLeft(join, change, join.right(), matches, derivation)));
        derivation.change(join.right()).ifPresent(change -> {
            Keys keys = matches.keysOfRight(change);
            Relation candidates = derivation.restriction(Side.OLD).of(join.left(), keys);
            terms.add(new Join(JoinKind.INNER, candidates, change, join.conditions()));
            Keys turns = matches.keysOfTurns(join, change, keys);
            terms.add(padded(alone(join, candidates, turns.over(matches.right()), derivation), join));
        });
        return Weights.together(terms);
    }

    /**
     * How the left rows without a partner change by those of the right side.
     *
     * @param keys for which that may be
     */
    private static Relation alone(Join join, Relation candidates, Keys keys, Derivation derivation) {
        return Weights.difference(
                without(join, candidates, derivation.restriction(Side.OLD).of(join.right(), keys)),
                without(join, candidates, derivation.restriction(Side.NEW).of(join.right(), keys)));
    }

    private static Relation without(Join join, Relation left, Relation right) {
        return new Join(JoinKind.ANTI, left, right, join.conditions());
    }

    /** @param alone weighted left rows */
    private static Relation padded(Relation alone, Join join) {
        int width = join.left().columns().size();
        List<Expression> values = new ArrayList<>(Weights.references(join.left().columns(), 0));
        join.right().columns().forEach(type -> values.add(new Expression.Null(type)));
        values.add(new Expression.Reference(width, DataType.BIGINT));
        return new Project(alone, values);
    }
}
