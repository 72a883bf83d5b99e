package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
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

/**
 * Empty tables that have the names and columns of a query's inputs, in which the query binds. Each is in a scratch schema of its own,
 * which stays for queries to come; the schemas of one query's inputs are searched together.
 */
final class BindingScope implements AutoCloseable {
    /** Keywords that mean a column where there is one, and else who or where the session is. */
    private static final Set<String> SESSION_KEYWORDS =
            Set.of("user", "current_user", "session_user", "current_role", "current_catalog", "current_schema");

    private final Session session;
    private final Map<String, String> schemas;
    private final ParsedQuery query;
    private final Map<String, Schema> inputs;
    private final List<String> path = new ArrayList<>();

    /** @param schemas names of those that are there already, by what makes their contents; what is missing comes to them */
    BindingScope(Session session, Map<String, String> schemas, ParsedQuery query, Map<String, Schema> inputs) {
        this.session = session;
        this.schemas = schemas;
        this.query = query;
        this.inputs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.inputs.putAll(inputs);
        open(Tokens.of(query.sql().text()));
    }

    private void open(List<Token> tokens) {
        boolean numbered = tokens.stream().anyMatch(token -> token.names("rowid"));
        SESSION_KEYWORDS.stream()
                .filter(keyword -> tokens.stream().anyMatch(token -> token.names(keyword)))
                .forEach(keyword -> path.add(schema("CREATE MACRO ", trap(keyword))));
        inputs.forEach((name, columns) -> {
            String table = Identifier.quote(name) + columns(columns);
            path.add(numbered ? unnumbered(Identifier.quote(name), table) : schema("CREATE TABLE ", table));
        });
        search();
    }

    private void search() {
        session.execute("SET search_path = " + Literal.string(path.isEmpty() ? "memory.main" : String.join(",", path)));
    }

    /** Gives the schema with one thing in it. */
    private String schema(String create, String what) {
        return schemas.computeIfAbsent(create + what, made -> {
            String schema = "memory." + session.freshName("binding");
            session.execute("CREATE SCHEMA " + schema + ";\n" + create + schema + "." + what);
            return schema;
        });
    }

    /** The engine numbers rows of tables; a query that says {@code rowid} sees views of them, whose rows have no numbers. */
    private String unnumbered(String name, String table) {
        return schema("CREATE VIEW ", name + " AS FROM " + schema("CREATE TABLE ", table) + "." + name);
    }

    private static String columns(Schema schema) {
        return schema.columns().stream()
                .map(column ->
                        Identifier.quote(column.name()) + " " + column.type().text())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A macro that cannot be called as the keyword calls it, so that the keyword binds to a column or not at all. */
    private static String trap(String keyword) {
        return Identifier.quote(keyword) + "(" + BindingProblem.TRAP + ") AS " + BindingProblem.TRAP;
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
        List<String> marks = ClockMarks.macros(query.sql().text());
        if (!marks.isEmpty()) {
            marks.forEach(mark -> path.add(schema("CREATE MACRO ", mark)));
            search();
        }
        return plan();
    }

    /** The bound plan as JSON, or the error as the engine words it. */
    private String plan() {
        return SyntaxTree.plan(session, query.sql().text());
    }

    @Override
    public void close() {
        session.execute("USE memory.main");
    }
}
