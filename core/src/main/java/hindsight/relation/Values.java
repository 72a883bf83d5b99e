package hindsight.relation;

import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows that the query spells out. A row without columns is what a query without FROM reads; no row at all is possible, too.
 *
 * @param rows expressions without references
 */
public record Values(List<DataType> columns, List<List<Expression>> rows) implements Relation {
    public Values {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Expression> row : rows) {
            Rows.check(row, List.of());
            if (!Rows.types(row).equals(columns)) {
                throw new IllegalArgumentException("a row " + Rows.types(row) + " among " + columns);
            }
        }
    }

    /** One row of the expressions. */
    public static Values row(List<Expression> row) {
        return new Values(Rows.types(row), List.of(row));
    }

    @Override
    public List<Relation> inputs() {
        return List.of();
    }

    @Override
    public Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change) {
        return this;
    }
}
