package hindsight.relation;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One row of those whose targets are equal.
 *
 * @param orders the first row by them is the one; empty: any
 */
public record DistinctOn(Relation input, List<Expression> targets, List<SortKey> orders) implements OneInput {
    public DistinctOn {
        targets = List.copyOf(targets);
        orders = List.copyOf(orders);
        Rows.check(targets, input.columns());
        Rows.check(Rows.values(orders), input.columns());
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new DistinctOn(inputs.get(0), Rows.map(targets, change), Rows.mapKeys(orders, change));
    }

    @Override
    public List<Expression> expressions() {
        return Rows.concat(targets, Rows.values(orders));
    }
}
