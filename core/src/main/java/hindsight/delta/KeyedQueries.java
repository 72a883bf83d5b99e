package hindsight.delta;

import hindsight.relation.BoundQuery;
import java.util.List;

/**
 * How the rows of a query are computed anew for the keys that a change touches.
 *
 * @param keys the touched values of some columns, perhaps more: columns {@code k0}, {@code k1}, …
 * @param rows the query's new rows of those keys; it reads the keys as {@link #KEYS}
 * @param columns positions of the query's columns that the keys are values of
 */
public record KeyedQueries(BoundQuery keys, BoundQuery rows, List<Integer> columns) {
    /** The name by which the rows' query reads the keys. */
    public static final String KEYS = "#keys";

    public KeyedQueries {
        columns = List.copyOf(columns);
    }
}
