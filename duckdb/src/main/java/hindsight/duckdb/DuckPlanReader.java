package hindsight.duckdb;

import hindsight.relation.BoundQuery;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.PlanReader;
import hindsight.sql.Tokens;
import java.util.List;
import java.util.Map;

/** Reads the plan that the engine's own binder makes. What it cannot read for sure stays opaque. */
final class DuckPlanReader implements PlanReader {
    private final Session session;
    private final String version;

    DuckPlanReader(Session session) {
        this(session, session.one("SELECT library_version FROM pragma_version()", row -> row.getString(1)));
    }

    DuckPlanReader(Session session, String version) {
        this.session = session;
        this.version = version;
    }

    @Override
    public Meaning read(ParsedQuery query, Map<String, Schema> inputs) {
        List<Column> columns;
        String json;
        try (BindingScope scope = new BindingScope(session, query, inputs)) {
            columns = scope.columns();
            json = scope.plan();
        }
        try {
            checkVersion();
            checkRowNumbers(query);
            PlanShape.checkSize(json);
            JsonTree answer = JsonTree.read(json);
            if (SyntaxTree.isError(answer)) {
                throw new Unreadable("the engine gives no plan of it: "
                        + answer.at("error_message").text());
            }
            BoundQuery read = new BoundQuery(
                    PlanRelations.of(answer.at("plans").at(0)),
                    columns.stream().map(Column::name).toList());
            return read.relation()
                            .columns()
                            .equals(columns.stream().map(Column::type).toList())
                    ? new Meaning.Understood(read)
                    : new Meaning.Opaque("its plan gives other types than it has");
        } catch (Unreadable e) {
            return new Meaning.Opaque(e.reason());
        } catch (IllegalArgumentException e) {
            return new Meaning.Opaque("its plan contradicts itself: " + e.getMessage());
        }
    }

    private void checkVersion() {
        if (!version.startsWith(PlanShape.VERSION)) {
            throw new Unreadable(
                    "plans of DuckDB " + version + " are not known, only those of " + PlanShape.VERSION + "x");
        }
    }

    /** The plan does not tell a row's number from a column that only stands for the row. */
    private static void checkRowNumbers(ParsedQuery query) {
        if (Tokens.of(query.sql().text()).stream().anyMatch(token -> token.names("rowid"))) {
            throw new Unreadable("it may read row numbers");
        }
    }
}
