package hindsight.relation;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The rows that meet all conditions.
 *
 * @param conditions at least one
 */
public record Filter(Relation input, List<Expression> conditions) implements OneInput {
    public Filter {
        conditions = List.copyOf(conditions);
        Rows.check(conditions, input.columns());
        Rows.checkConditions(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("a filter without a condition");
        }
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Filter(inputs.get(0), Rows.map(conditions, change));
    }

    @Override
    public List<Expression> expressions() {
        return conditions;
    }
}
