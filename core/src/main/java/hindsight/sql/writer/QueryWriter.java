package hindsight.sql.writer;

import hindsight.relation.BoundQuery;
import java.util.List;

/** Writes a query as one statement of a dialect. The text reads the tables that its scans name and nothing else. */
public final class QueryWriter {
    private QueryWriter() {}

    /** The text; rows, names and types are those of the query. */
    public static String write(BoundQuery query, Dialect dialect) {
        Tables tables = new Tables(dialect, query.relation());
        RelationText relations = new RelationText(dialect, tables, query.relation());
        Select root = relations.of(query.relation());
        Select outer = root.isWhole() ? relations.wrapped(root) : root;
        List<String> names = query.names().stream().map(dialect::name).toList();
        String text = outer.text(names);
        return tables.with() + text;
    }
}
