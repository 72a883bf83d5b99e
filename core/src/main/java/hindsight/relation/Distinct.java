package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/** Each row once; NULLs are alike. */
public record Distinct(Relation input) implements Relation {
    @Override
    public List<DataType> columns() {
        return input.columns();
    }

    @Override
    public List<Relation> inputs() {
        return List.of(input);
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Distinct(inputs.get(0));
    }
}
