package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Each row once for each element of its lists, with the elements behind its columns; NULL where a list is shorter than another. A row
 * whose lists are all empty or NULL is gone.
 *
 * @param lists over the row
 * @param elements their types, one for each list
 */
public record Unnest(Relation input, List<Expression> lists, List<DataType> elements) implements OneInput {
    public Unnest {
        lists = List.copyOf(lists);
        elements = List.copyOf(elements);
        Rows.check(lists, input.columns());
        if (lists.size() != elements.size()) {
            throw new IllegalArgumentException(elements.size() + " types for " + lists.size() + " lists");
        }
    }

    @Override
    public List<DataType> columns() {
        return Rows.concat(input.columns(), elements);
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Unnest(inputs.get(0), Rows.map(lists, change), elements);
    }

    @Override
    public List<Expression> expressions() {
        return lists;
    }
}
