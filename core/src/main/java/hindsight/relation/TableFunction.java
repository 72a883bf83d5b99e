package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows that a function of constants gives, such as {@code range}.
 *
 * @param arguments without references
 */
public record TableFunction(String function, List<Expression> arguments, List<DataType> columns) implements Relation {
    public TableFunction {
        arguments = List.copyOf(arguments);
        columns = List.copyOf(columns);
        Rows.check(arguments, List.of());
    }

    @Override
    public List<Relation> inputs() {
        return List.of();
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return this;
    }
}
