package hindsight.relation;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Some rows, chosen by chance.
 *
 * @param size a number of rows or a share in percent
 * @param method such as {@code system}
 */
public record Sample(Relation input, String size, boolean percent, String method) implements OneInput {
    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Sample(inputs.get(0), size, percent, method);
    }
}
