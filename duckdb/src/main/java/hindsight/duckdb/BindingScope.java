package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
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

/** A scratch schema with empty tables that have the names and columns of a query's inputs, in which the query binds. */
final class BindingScope implements AutoCloseable {
    /** Keywords that mean a column where there is one, and else who or where the session is. */
    private static final Set<String> SESSION_KEYWORDS =
            Set.of("user", "current_user", "session_user", "current_role", "current_catalog", "current_schema");

    private final Session session;
    private final String schema;
    private final ParsedQuery query;
    private final Map<String, Schema> inputs;

    BindingScope(Session session, ParsedQuery query, Map<String, Schema> inputs) {
        this.session = session;
        this.schema = "memory." + session.freshName("binding");
        this.query = query;
        this.inputs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.inputs.putAll(inputs);
        session.execute(opening(query.sql()));
    }

    private String opening(SqlText sql) {
        List<Token> tokens = Tokens.of(sql.text());
        StringBuilder text = new StringBuilder("CREATE SCHEMA " + schema + ";\n");
        if (tokens.stream().anyMatch(token -> token.names("rowid"))) {
            text.append("CREATE SCHEMA ").append(numbered()).append(";\n");
            inputs.forEach((name, columns) -> text.append(table(numbered(), name, columns))
                    .append("CREATE VIEW " + schema + "." + Identifier.quote(name) + " AS FROM " + numbered() + "."
                            + Identifier.quote(name) + ";\n"));
        } else {
            inputs.forEach((name, columns) -> text.append(table(schema, name, columns)));
        }
        SESSION_KEYWORDS.stream()
                .filter(keyword -> tokens.stream().anyMatch(token -> token.names(keyword)))
                .forEach(keyword -> text.append(trap(keyword)));
        return text.append("USE ").append(schema).toString();
    }

    /** Tables whose rows the engine numbers; a query that says {@code rowid} sees views of them, whose rows have no numbers. */
    private String numbered() {
        return schema + "_numbered";
    }

    private static String table(String schema, String name, Schema columns) {
        return "CREATE TABLE " + schema + "." + Identifier.quote(name) + columns(columns) + ";\n";
    }

    private static String columns(Schema schema) {
        return schema.columns().stream()
                .map(column ->
                        Identifier.quote(column.name()) + " " + column.type().text())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A macro that cannot be called as the keyword calls it, so that the keyword binds to a column or not at all. */
    private String trap(String keyword) {
        return "CREATE MACRO " + schema + "." + Identifier.quote(keyword) + "(" + BindingProblem.TRAP + ") AS "
                + BindingProblem.TRAP + ";\n";
    }

    /**
     * Names and types of the result, as the engine gives them.
     *
     * @throws InvalidException naming the place where it does not bind
     */
    List<Column> columns() {
        try (Statement statement = session.open();
                ResultSet rows =
                        statement.executeQuery("DESCRIBE " + query.sql().text())) {
            List<Column> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), new DataType(rows.getString(2))));
            }
            return columns;
        } catch (SQLException e) {
            JsonTree answer = JsonTree.read(plan());
            if (!SyntaxTree.isError(answer)) {
                throw EngineFailures.fromUserSql(e, "bind the query");
            }
            throw new InvalidException(new BindingProblem(query, inputs, answer).problem());
        }
    }

    /**
     * The bound plan as JSON, in which what reads the clock is marked; or the error as the engine words it, also where the engine must
     * know the clock to bind.
     */
    String planWithClock() {
        List<String> marks = ClockMarks.macros(schema, query.sql().text());
        if (!marks.isEmpty()) {
            session.execute(String.join(";\n", marks));
        }
        return plan();
    }

    /** The bound plan as JSON, or the error as the engine words it. */
    private String plan() {
        return SyntaxTree.plan(session, query.sql().text());
    }

    @Override
    public void close() {
        session.execute("USE memory.main; DROP SCHEMA " + schema + " CASCADE; DROP SCHEMA IF EXISTS " + numbered()
                + " CASCADE");
    }
}
