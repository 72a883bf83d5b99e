package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Binder;
import hindsight.sql.Identifier;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Binds with the engine's own binder, over empty tables with the columns of the inputs, in a scope that lives for one call. */
final class DuckBinder implements Binder {
    /** Keywords that mean a column where there is one, and else who or where the session is. */
    private static final Set<String> SESSION_KEYWORDS =
            Set.of("user", "current_user", "session_user", "current_role", "current_catalog", "current_schema");

    private final Session session;

    DuckBinder(Session session) {
        this.session = session;
    }

    @Override
    public Schema bind(ParsedQuery query, Map<String, Schema> inputs) {
        String scope = "memory." + session.freshName("binding");
        session.execute(opening(scope, query.sql(), inputs));
        try {
            return OutputColumns.check(query.sql(), describe(query, inputs), session);
        } finally {
            session.execute("USE memory.main; DROP SCHEMA " + scope + " CASCADE");
        }
    }

    private static String opening(String scope, SqlText sql, Map<String, Schema> inputs) {
        StringBuilder text = new StringBuilder("CREATE SCHEMA " + scope + ";\n");
        Map<String, Schema> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tables.putAll(inputs);
        tables.forEach((name, schema) -> text.append("CREATE TABLE ")
                .append(scope)
                .append('.')
                .append(Identifier.quote(name))
                .append(columns(schema))
                .append(";\n"));
        List<Token> tokens = Tokens.of(sql.text());
        SESSION_KEYWORDS.stream()
                .filter(keyword -> tokens.stream().anyMatch(token -> token.names(keyword)))
                .forEach(keyword -> text.append(trap(scope, keyword)));
        return text.append("USE ").append(scope).toString();
    }

    private static String columns(Schema schema) {
        return schema.columns().stream()
                .map(column ->
                        Identifier.quote(column.name()) + " " + column.type().text())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A macro that cannot be called as the keyword calls it, so that the keyword binds to a column or not at all. */
    private static String trap(String scope, String keyword) {
        return "CREATE MACRO " + scope + "." + Identifier.quote(keyword) + "(" + BindingProblem.TRAP + ") AS "
                + BindingProblem.TRAP + ";\n";
    }

    private List<Column> describe(ParsedQuery query, Map<String, Schema> inputs) {
        try (Statement statement = session.open();
                ResultSet rows =
                        statement.executeQuery("DESCRIBE " + query.sql().text())) {
            List<Column> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), new DataType(rows.getString(2))));
            }
            return columns;
        } catch (SQLException e) {
            JsonTree answer = SyntaxTree.plan(session, query.sql().text());
            if (!SyntaxTree.isError(answer)) {
                throw EngineFailures.fromUserSql(e, "bind the query");
            }
            throw new InvalidException(new BindingProblem(query, inputs, answer).problem());
        }
    }
}
