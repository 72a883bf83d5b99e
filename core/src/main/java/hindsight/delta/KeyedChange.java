package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Relation;
import java.util.List;

/**
 * What is computed over several rows together is computed anew for the keys of changed rows, old and new. Without keys, all is.
 *
 * <pre>
 * Aggregate by k        new minus old:
 *   R              →      Aggregate by k
 *                           R, new and old, of the keys k in the change of R
 * </pre>
 */
final class KeyedChange {
    private KeyedChange() {}

    /** @param keys over rows of the one input */
    static Relation of(Relation relation, List<Expression> keys, Derivation derivation) {
        if (keys.isEmpty()) {
            return Weights.difference(derivation.state(relation, Side.OLD), derivation.state(relation, Side.NEW));
        }
        Relation touched =
                new Touched(derivation).of(relation.inputs().get(0), keys).orElseThrow();
        return of(relation, Keys.of(touched, keys), derivation);
    }

    /** @param keys over rows of each input */
    static Relation of(Relation relation, Keys keys, Derivation derivation) {
        return Weights.difference(
                over(relation, keys, Side.OLD, derivation), over(relation, keys, Side.NEW, derivation));
    }

    private static Relation over(Relation relation, Keys keys, Side side, Derivation derivation) {
        Restriction restriction = derivation.restriction(side);
        return relation.over(relation.inputs().stream()
                .map(input -> restriction.of(input, keys))
                .toList());
    }
}
