package hindsight.relation;

import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Each row turned into another, by one expression for each new column. */
public record Project(Relation input, List<Expression> values) implements OneInput {
    public Project {
        values = List.copyOf(values);
        Rows.check(values, input.columns());
    }

    /** Some columns of a relation, in the order given; the relation itself where that is all of them in order. */
    public static Relation columns(Relation input, List<Integer> kept) {
        List<DataType> types = input.columns();
        boolean all = kept.size() == types.size();
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            all &= kept.get(i) == i;
            values.add(new Expression.Reference(kept.get(i), types.get(kept.get(i))));
        }
        return all ? input : new Project(input, values);
    }

    @Override
    public List<DataType> columns() {
        return Rows.types(values);
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Project(inputs.get(0), Rows.map(values, change));
    }

    @Override
    public List<Expression> expressions() {
        return values;
    }
}
