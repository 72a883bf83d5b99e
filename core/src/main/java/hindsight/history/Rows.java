package hindsight.history;

import hindsight.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A cursor over the rows of a query; close it before the store that gave it. */
public interface Rows extends AutoCloseable {
    Schema schema();

    /** Goes to the next row; false at the end. */
    boolean next();

    /**
     * A value of the current row.
     *
     * @param column 0-based
     * @return null, Boolean, Long, BigInteger, BigDecimal, Double, String (text, and every type without a form of its own, as
     *     the engine writes it), List of values, or Map of names to values
     */
    @Nullable
    Object value(int column);

    @Override
    void close();
}
