package hindsight.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hindsight.problem.DefectException;
import hindsight.sql.Literal;

/** Asks the engine what it makes of a SQL text; the only place that knows the calls. */
final class SyntaxTree {
    private static final int DEEPEST_JSON = 20_000;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_JSON)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();
    private static final String PARSE =
            "SELECT json_serialize_sql(%s, skip_default := true, skip_null := true, skip_empty := true)";
    private static final String PLAN = "SELECT json_serialize_plan(%s)";

    private SyntaxTree() {}

    /** The syntax tree of a text, or the error as the engine words it. */
    static JsonNode parse(Session session, String text) {
        return ask(session, String.format(PARSE, Literal.string(text)));
    }

    /** The plan of a text in the current scope, or the error as the engine words it. */
    static JsonNode plan(Session session, String text) {
        return ask(session, String.format(PLAN, Literal.string(text)));
    }

    static boolean isError(JsonNode answer) {
        return answer.path("error").asBoolean();
    }

    private static JsonNode ask(Session session, String sql) {
        try {
            String answer = session.one(sql, row -> row.getString(1));
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new DefectException("Engine gave a syntax tree that is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
