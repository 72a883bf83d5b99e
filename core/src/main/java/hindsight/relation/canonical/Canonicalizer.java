package hindsight.relation.canonical;

import hindsight.relation.BoundQuery;
import hindsight.relation.Graph;
import hindsight.relation.Relation;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Gives queries their canonical form. It is asked for queries from which unread columns are gone: the columns that are left decide where
 * ties occur.
 */
public final class Canonicalizer {
    private final Functions functions;
    private final RowKeys keys;
    private final InexactInputs inputs;

    /** @param inputs where the inputs are inexact, ties are broken by other columns first */
    public Canonicalizer(Functions functions, RowKeys keys, InexactInputs inputs) {
        this.functions = functions;
        this.keys = keys;
        this.inputs = inputs;
    }

    /** The canonical form: names and types of the columns are the same, and what needs no change is the same object. */
    public Canonical canonical(BoundQuery query) {
        Relation root = query.relation();
        Exactness exactness = new Exactness(root, functions, keys, inputs);
        Ties ties = new Ties(keys, exactness);
        Optional<Canonical.Refused> refused = new Refusals(functions, ties).first(root);
        if (refused.isPresent()) {
            return refused.get();
        }
        Relation ordered = Graph.rewrite(root, relation -> changed(relation, orders(ties)));
        Relation divided = Graph.rewrite(ordered, AverageAsQuotient::apply);
        BoundQuery canonical = divided == root ? query : new BoundQuery(divided, query.names());
        return new Canonical.Plan(canonical, ordered != root);
    }

    private List<UnaryOperator<Relation>> orders(Ties ties) {
        OrderedAggregates aggregates = new OrderedAggregates(functions);
        return List.of(
                aggregates::apply,
                new OrderedWindows(aggregates, ties)::apply,
                new OrderedLimits(ties)::apply,
                new OrderedChoices(ties)::apply,
                new NumberedPositions(ties)::apply,
                new SingleNearest(ties)::apply);
    }

    private static Relation changed(Relation relation, List<UnaryOperator<Relation>> rules) {
        Relation changed = relation;
        for (UnaryOperator<Relation> rule : rules) {
            changed = rule.apply(changed);
        }
        return changed;
    }
}
