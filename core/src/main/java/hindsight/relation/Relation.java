package hindsight.relation;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An operator over the rows of others. What is used twice is the same object twice, so relations form a graph, and whoever walks it
 * remembers by identity where it has been: {@link Traversal}. Two relations are compared by what is derived of them, never with equals.
 */
public sealed interface Relation
        permits AsOfJoin,
                Join,
                OneInput,
                PositionalJoin,
                Relation.Recursed,
                Recursion,
                Relation.Scan,
                SetOperation,
                TableFunction,
                Values {
    /** Types of the columns, in order. */
    List<DataType> columns();

    /** What it reads, in order. */
    List<Relation> inputs();

    /** Everything that is evaluated for rows of the inputs; of a join, for a row of the left side and one of the right. */
    default List<Expression> expressions() {
        return List.of();
    }

    /**
     * The same operator over other inputs, as many as it has, with each of its expressions changed to one of the same type.
     *
     * @throws IllegalArgumentException when they do not fit each other
     */
    Relation rebuilt(List<Relation> inputs, UnaryOperator<Expression> change);

    /** The same operator over other inputs of the same columns. */
    default Relation over(List<Relation> inputs) {
        return rebuilt(inputs, UnaryOperator.identity());
    }

    /**
     * Rows of a named input.
     *
     * @param table as the query's inputs name it
     * @param read the columns that are read, a part of the table's
     */
    record Scan(String table, List<Column> read) implements Relation {
        public Scan {
            read = List.copyOf(read);
        }

        @Override
        public List<DataType> columns() {
            return read.stream().map(Column::type).toList();
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

    /**
     * In the step of a recursion, the rows that the step before found.
     *
     * @param recursion number of the recursion, unique within the query
     */
    record Recursed(int recursion, List<DataType> columns) implements Relation {
        public Recursed {
            columns = List.copyOf(columns);
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
}
