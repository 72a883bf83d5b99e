package hindsight.duckdb;

import hindsight.schema.Schema;
import hindsight.sql.Binder;
import hindsight.sql.ParsedQuery;
import java.util.Map;

/** Binds with the engine's own binder, over empty tables with the columns of the inputs, in a scope that lives for one call. */
final class DuckBinder implements Binder {
    private final Session session;

    DuckBinder(Session session) {
        this.session = session;
    }

    @Override
    public Schema bind(ParsedQuery query, Map<String, Schema> inputs) {
        try (BindingScope scope = new BindingScope(session, query, inputs)) {
            return OutputColumns.check(query.sql(), scope.columns(), session);
        }
    }
}
