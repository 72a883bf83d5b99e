package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows of the seed, and what the step finds of them, and of what it found, until that is nothing more.
 *
 * @param number by which the step's {@link Relation.Recursed} knows it
 * @param all whether equal rows count each; else what was found before is not found again
 */
public record Recursion(int number, Relation seed, Relation step, boolean all) implements Relation {
    public Recursion {
        if (!seed.columns().equals(step.columns())) {
            throw new IllegalArgumentException("a step to " + step.columns() + " from " + seed.columns());
        }
    }

    @Override
    public List<DataType> columns() {
        return seed.columns();
    }

    @Override
    public List<Relation> inputs() {
        return List.of(seed, step);
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Recursion(number, inputs.get(0), inputs.get(1), all);
    }
}
