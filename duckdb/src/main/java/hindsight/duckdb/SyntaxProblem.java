package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.SqlText;
import hindsight.sql.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a text that the engine's parser refuses. */
final class SyntaxProblem {
    private static final Set<String> QUERIES =
            Set.of("select", "from", "with", "values", "table", "(", "pivot", "unpivot");
    private static final Set<String> CHANGES = Set.of(
            "insert", "update", "delete", "merge", "create", "drop", "alter", "truncate", "copy", "import", "export");
    private static final String TEMPLATE_HINT =
            "Templates are not expanded: name inputs as tables, as in FROM orders, and write variables as ${name}.";

    private final SqlText sql;
    private final List<Token> tokens;
    private final JsonTree answer;

    private SyntaxProblem(SqlText sql, List<Token> tokens, JsonTree answer) {
        this.sql = sql;
        this.tokens = tokens;
        this.answer = answer;
    }

    static Problem of(SqlText sql, List<Token> tokens, JsonTree answer) {
        SyntaxProblem problem = new SyntaxProblem(sql, tokens, answer);
        boolean notSelect = answer.at("error_message").text().startsWith("Only SELECT statements");
        return notSelect ? problem.notSelect() : problem.syntax();
    }

    private Problem syntax() {
        String reason = answer.at("error_message").text().lines().findFirst().orElse("");
        if (reason.startsWith("Max expression depth")) {
            return Problem.error(
                    "sql-too-deep", place(tokens.get(0)), "Cannot parse the text: it is nested too deeply", "");
        }
        @Nullable Token token = tokenAtFault();
        Location place = token == null ? place(tokens.get(tokens.size() - 1)) : place(token);
        return Problem.error("syntax-error", place, "Cannot parse the text: " + reason, hint(token));
    }

    private @Nullable Token tokenAtFault() {
        if (!answer.has("position")) {
            String message = answer.at("error_message").text();
            return tokens.stream()
                    .filter(token -> message.contains("\"" + token.text() + "\""))
                    .findFirst()
                    .orElse(null);
        }
        int offset = new TextOffsets(sql.text()).character(answer.at("position").number(0));
        return tokens.stream()
                .filter(token -> offset >= token.start() && offset < token.end())
                .findFirst()
                .orElse(null);
    }

    private String hint(@Nullable Token token) {
        if (sql.text().contains("{{") || sql.text().contains("{%")) {
            return TEMPLATE_HINT;
        }
        return token != null && followsAtClause(tokens.indexOf(token))
                ? "An alias stands before AT: FROM orders o AT (VERSION => 12)."
                : "";
    }

    private boolean followsAtClause(int index) {
        if (index < 2 || !tokens.get(index - 1).is(")")) {
            return false;
        }
        int open = index - 1;
        while (open > 0 && !tokens.get(open).is("(")) {
            open--;
        }
        return open > 0 && tokens.get(open - 1).is("at");
    }

    private Problem notSelect() {
        Token token = firstForeign();
        String word = token.text().toUpperCase(Locale.ROOT);
        if (token.is("pivot")) {
            return Problem.error(
                    "dynamic-pivot",
                    place(token),
                    "Cannot use PIVOT without the values that become columns: the columns would depend on the rows",
                    "List them: PIVOT t ON x IN ('a', 'b') USING sum(y).");
        }
        return Problem.error("not-a-select", place(token), "Cannot use " + word + ": " + reason(word), "");
    }

    /** Why a statement cannot stand where a query does. */
    static String reason(String word) {
        return CHANGES.contains(word.toLowerCase(Locale.ROOT))
                ? "a query only reads, rows are changed by load and apply"
                : "only a SELECT can be used";
    }

    /** The word that makes a statement something else than a SELECT: its first, or the one behind WITH queries. */
    private Token firstForeign() {
        int depth = 0;
        Token start = tokens.get(0);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean begins = i == 0 || (depth == 0 && tokens.get(i - 1).is(";"));
            if (begins) {
                start = token;
                if (!QUERIES.contains(token.text().toLowerCase(Locale.ROOT))) {
                    return token;
                }
            }
            depth += token.is("(") ? 1 : 0;
            depth -= token.is(")") ? 1 : 0;
            boolean change = CHANGES.contains(token.text().toLowerCase(Locale.ROOT)) && token.kind() == Token.Kind.WORD;
            if (depth == 0 && start.is("with") && change) {
                return token;
            }
        }
        return tokens.stream()
                .filter(token -> token.is("pivot") || token.is("pivot_wider"))
                .findFirst()
                .orElse(start);
    }

    private Location place(Token token) {
        return sql.locate(token.start(), token.length());
    }
}
