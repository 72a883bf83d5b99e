package hindsight.relation;

import java.util.List;
import java.util.function.UnaryOperator;

/** Each row once; NULLs are alike. */
public record Distinct(Relation input) implements OneInput {
    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Distinct(inputs.get(0));
    }
}
