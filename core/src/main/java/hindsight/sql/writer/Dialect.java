package hindsight.sql.writer;

import hindsight.relation.Expression;
import hindsight.schema.DataType;
import java.util.List;

/** How an engine spells names, types, values and calls. */
public interface Dialect {
    /** A name, in quotes where it needs them. */
    String name(String name);

    /** A type where SQL text names one. */
    String type(DataType type);

    /** A value that is read back with exactly its type. */
    String constant(Expression.Constant constant);

    /** NULL of a type. */
    String nullOf(DataType type);

    /**
     * A call of a scalar function or operator.
     *
     * @param arguments their texts, each of which can stand beside an operator
     */
    String call(Expression.Call call, List<String> arguments);

    /** The name under which an aggregate, window or table function is called. */
    String function(String function);
}
