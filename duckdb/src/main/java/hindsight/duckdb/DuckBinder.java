package hindsight.duckdb;

import hindsight.schema.Schema;
import hindsight.sql.Binder;
import hindsight.sql.ParsedQuery;
import java.util.Map;

/** Binds with the engine's own binder, over empty tables with the columns of the inputs, in a scope that lives for one call. */
final class DuckBinder implements Binder {
    private final Session session;
    private final Bindings bindings;

    DuckBinder(Session session) {
        this(session, new Bindings(session));
    }

    DuckBinder(Session session, Bindings bindings) {
        this.session = session;
        this.bindings = bindings;
    }

    @Override
    public Schema bind(ParsedQuery query, Map<String, Schema> inputs) {
        return OutputColumns.check(query.sql(), bindings.columns(query, inputs), session);
    }
}
