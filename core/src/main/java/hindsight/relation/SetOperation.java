package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows of several relations of the same columns, taken together, from each other, or in common.
 *
 * @param all whether equal rows count each, or once
 * @param inputs at least two
 */
public record SetOperation(Kind kind, boolean all, List<Relation> inputs) implements Relation {
    public SetOperation {
        inputs = List.copyOf(inputs);
        if (inputs.size() < 2) {
            throw new IllegalArgumentException(kind + " of " + inputs.size());
        }
        for (Relation input : inputs) {
            if (!input.columns().equals(inputs.get(0).columns())) {
                throw new IllegalArgumentException(kind + " of " + inputs.get(0).columns() + " and " + input.columns());
            }
        }
    }

    @Override
    public List<DataType> columns() {
        return inputs.get(0).columns();
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new SetOperation(kind, all, inputs);
    }

    /** What is done. */
    public enum Kind {
        UNION,
        EXCEPT,
        INTERSECT
    }
}
