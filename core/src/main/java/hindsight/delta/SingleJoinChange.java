package hindsight.delta;

import hindsight.relation.Distinct;
import hindsight.relation.Join;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import java.util.List;

/**
 * Of a SINGLE join, both sides of which change. An old left row must not meet the new right rows: of those there may be two, which is an
 * error, though the row is gone.
 *
 * <pre>
 * Join SINGLE c        new minus old:
 *   a                    Join SINGLE c
 *   b             →        a, new and old, of the keys in the changes of a and b
 *                          b, new and old, of those keys
 * </pre>
 */
final class SingleJoinChange {
    private SingleJoinChange() {}

    static Relation of(Join join, Relation left, Relation right, Derivation derivation) {
        Matches matches = Matches.of(join);
        if (matches.isEmpty()) {
            return Weights.difference(derivation.state(join, Side.OLD), derivation.state(join, Side.NEW));
        }
        Relation values =
                Weights.together(List.of(new Project(left, matches.left()), new Project(right, matches.right())));
        Keys keys = Keys.of(new Distinct(values), matches.left());
        return Weights.difference(
                over(join, keys, derivation.restriction(Side.OLD)), over(join, keys, derivation.restriction(Side.NEW)));
    }

    private static Relation over(Join join, Keys keys, Restriction restriction) {
        return join.over(List.of(
                restriction.of(join.left(), keys),
                restriction.of(join.right(), keys.over(Matches.of(join).right()))));
    }
}
