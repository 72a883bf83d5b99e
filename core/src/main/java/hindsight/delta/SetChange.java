package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a UNION ALL change where its parts do. Of other set operations, all copies of the changed rows are looked at.
 *
 * <pre>
 * UNION ALL        UNION ALL             EXCEPT        new minus old:
 *   a                change of a           a             EXCEPT
 *   b        →       change of b           b      →        a, of the rows in both changes
 *                                                          b, of the rows in both changes
 * </pre>
 */
final class SetChange {
    private SetChange() {}

    static Relation of(SetOperation operation, Derivation derivation) {
        List<Relation> changes = operation.inputs().stream()
                .map(derivation::change)
                .flatMap(Optional::stream)
                .toList();
        Relation all = Weights.together(changes);
        if (operation.kind() == SetOperation.Kind.UNION && operation.all()) {
            return all;
        }
        List<Expression> row = Weights.references(operation.columns(), 0);
        return KeyedChange.of(operation, Keys.of(Weights.keys(all, row), row), derivation);
    }
}
