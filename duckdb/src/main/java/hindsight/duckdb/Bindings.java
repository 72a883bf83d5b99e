package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.ParsedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds texts. The plan of a text is asked for along with its columns and kept until it is read, because who wants the columns of a
 * new text mostly wants its plan soon after.
 */
final class Bindings {
    /** A plan with more characters is not kept: it is asked for again. */
    private static final int LONGEST_KEPT = 1_000_000;

    private final Session session;
    private final Map<String, Bound> waiting = new HashMap<>();
    private final Map<String, String> schemas = new HashMap<>();

    Bindings(Session session) {
        this.session = session;
    }

    /**
     * What the engine makes of a text.
     *
     * @param plan as JSON, or the error as the engine words it
     */
    record Bound(Map<String, Schema> inputs, List<Column> columns, String plan) {
        Bound {
            inputs = Map.copyOf(inputs);
            columns = List.copyOf(columns);
        }
    }

    /** @throws InvalidException naming the place where it does not bind */
    List<Column> columns(ParsedQuery query, Map<String, Schema> inputs) {
        Bound bound = bind(query, inputs);
        if (bound.plan().length() <= LONGEST_KEPT) {
            waiting.put(query.sql().text(), bound);
        }
        return bound.columns();
    }

    /**
     * Columns and plan.
     *
     * @throws InvalidException naming the place where it does not bind
     */
    Bound take(ParsedQuery query, Map<String, Schema> inputs) {
        @Nullable Bound known = waiting.remove(query.sql().text());
        return known != null && known.inputs().equals(inputs) ? known : bind(query, inputs);
    }

    private Bound bind(ParsedQuery query, Map<String, Schema> inputs) {
        try (BindingScope scope = new BindingScope(session, schemas, query, inputs)) {
            return new Bound(inputs, scope.columns(), scope.planWithClock());
        }
    }
}
