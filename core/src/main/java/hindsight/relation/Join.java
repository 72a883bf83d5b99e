package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows of two sides that belong together.
 *
 * @param conditions over a left row followed by a right one, all of which must hold; none: every pair
 */
public record Join(JoinKind kind, Relation left, Relation right, List<Expression> conditions) implements Relation {
    public Join {
        conditions = List.copyOf(conditions);
        Rows.check(conditions, Rows.concat(left.columns(), right.columns()));
        Rows.checkConditions(conditions);
    }

    @Override
    public List<DataType> columns() {
        if (kind == JoinKind.MARK) {
            return Rows.concat(left.columns(), List.of(DataType.BOOLEAN));
        }
        return kind.givesRight() ? Rows.concat(left.columns(), right.columns()) : left.columns();
    }

    @Override
    public List<Relation> inputs() {
        return List.of(left, right);
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return new Join(kind, inputs.get(0), inputs.get(1), Rows.map(conditions, change));
    }

    @Override
    public List<Expression> expressions() {
        return conditions;
    }
}
