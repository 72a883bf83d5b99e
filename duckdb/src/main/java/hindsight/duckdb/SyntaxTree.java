package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.sql.Literal;

/** Asks the engine what it makes of a SQL text; the only place that knows the calls. */
final class SyntaxTree {
    private static final String PARSE =
            "SELECT json_serialize_sql(%s, skip_default := true, skip_null := true, skip_empty := true)";
    private static final String PLAN = "SELECT json_serialize_plan(%s, skip_default := true)";

    private SyntaxTree() {}

    /** The syntax tree of a text, or the error as the engine words it. */
    static JsonTree parse(Session session, String text) {
        return ask(session, String.format(PARSE, Literal.string(text)));
    }

    /** The plan of a text in the current scope as JSON, or the error as the engine words it. */
    static String plan(Session session, String text) {
        return answer(session, String.format(PLAN, Literal.string(text)));
    }

    static boolean isError(JsonTree answer) {
        return answer.at("error").isTrue();
    }

    private static JsonTree ask(Session session, String sql) {
        return JsonTree.read(answer(session, sql));
    }

    private static String answer(Session session, String sql) {
        return session.one(sql, row -> row.getString(1));
    }
}
