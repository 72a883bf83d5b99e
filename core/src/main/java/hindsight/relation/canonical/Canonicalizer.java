package hindsight.relation.canonical;

import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
    private final Options options;

    /** @param inputs where the inputs are inexact, ties are broken by other columns first */
    public Canonicalizer(Functions functions, RowKeys keys, InexactInputs inputs, Options options) {
        this.functions = functions;
        this.keys = keys;
        this.inputs = inputs;
        this.options = options;
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
        EnumSet<Difference> differences = EnumSet.noneOf(Difference.class);
        Relation form = root;
        for (Map.Entry<Difference, List<UnaryOperator<Relation>>> step :
                rules(ties).entrySet()) {
            Relation before = form;
            form = Traversal.rewrite(before, relation -> changed(relation, step.getValue()));
            if (form != before) {
                differences.add(step.getKey());
            }
        }
        BoundQuery canonical = form == root ? query : new BoundQuery(form, query.names());
        return new Canonical.Plan(canonical, differences);
    }

    private Map<Difference, List<UnaryOperator<Relation>>> rules(Ties ties) {
        Map<Difference, List<UnaryOperator<Relation>>> rules = new EnumMap<>(Difference.class);
        rules.put(Difference.TIES, orders(ties));
        if (options.averages() == Options.Averages.QUOTIENTS) {
            rules.put(Difference.AVERAGES, List.of(AverageAsQuotient::apply));
        }
        if (options.floats() == Options.Floats.ORDERED) {
            rules.put(Difference.FLOATS, List.of(new OrderedFloats(functions)::apply));
        }
        return rules;
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
