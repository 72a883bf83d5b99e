package hindsight.sql;

import hindsight.schema.Schema;
import java.util.Map;

/** Port: finds what a query means, as relations over its inputs. Needs no warehouse and no rows. */
public interface PlanReader {
    /**
     * Binds a query and reads what it does.
     *
     * @param inputs schemas by name, for every reference of the query
     * @throws hindsight.problem.InvalidException naming the place: unknown column, types that do not fit
     */
    Meaning read(ParsedQuery query, Map<String, Schema> inputs);
}
