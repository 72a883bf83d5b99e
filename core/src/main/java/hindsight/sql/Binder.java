package hindsight.sql;

import hindsight.schema.Schema;
import java.util.Map;

/** Port: finds names and types of a query's columns from those of its inputs. Needs no warehouse and no rows. */
public interface Binder {
    /**
     * Binds a query.
     *
     * @param inputs schemas by name, for every reference of the query
     * @throws hindsight.problem.InvalidException naming the place: unknown column, types that do not fit, two output
     *     columns of one name
     */
    Schema bind(ParsedQuery query, Map<String, Schema> inputs);
}
