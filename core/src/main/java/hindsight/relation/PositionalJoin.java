package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/** The first left row with the first right row, and so on; where one side ends, NULLs. */
public record PositionalJoin(Relation left, Relation right) implements Relation {
    @Override
    public List<DataType> columns() {
        return Rows.concat(left.columns(), right.columns());
    }

    @Override
    public List<Relation> inputs() {
        return List.of(left, right);
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new PositionalJoin(inputs.get(0), inputs.get(1));
    }
}
