package hindsight.relation;

import java.util.List;
import java.util.function.UnaryOperator;

/** The same rows in an order. Which of equal rows comes first is open. */
public record Sort(Relation input, List<SortKey> keys) implements OneInput {
    public Sort {
        keys = List.copyOf(keys);
        Rows.check(Rows.values(keys), input.columns());
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Sort(inputs.get(0), Rows.mapKeys(keys, change));
    }

    @Override
    public List<Expression> expressions() {
        return Rows.values(keys);
    }
}
