package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Each left row with the one right row that is nearest among those that meet the conditions.
 *
 * @param kind INNER, LEFT, RIGHT or FULL
 * @param conditions comparisons of a left with a right value; exactly one of them is an inequality and says what is nearest
 */
public record AsOfJoin(JoinKind kind, Relation left, Relation right, List<Expression> conditions) implements Relation {
    public AsOfJoin {
        conditions = List.copyOf(conditions);
        Rows.check(conditions, Rows.concat(left.columns(), right.columns()));
        if (!kind.givesRight() || kind == JoinKind.SINGLE) {
            throw new IllegalArgumentException("an as-of join of kind " + kind);
        }
    }

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
        return new AsOfJoin(kind, inputs.get(0), inputs.get(1), Rows.map(conditions, change));
    }

    @Override
    public List<Expression> expressions() {
        return conditions;
    }
}
