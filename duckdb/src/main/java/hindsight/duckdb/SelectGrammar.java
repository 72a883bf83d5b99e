package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a SELECT is made of. The engine takes more for one: {@code DESCRIBE t}, and {@code WITH x AS (DELETE …)}, which changes rows.
 * Everything that is not listed is refused.
 */
final class SelectGrammar {
    private static final Set<String> PARTS = Set.of(
            "SELECT_NODE",
            "SET_OPERATION_NODE",
            "RECURSIVE_CTE_NODE",
            "BASE_TABLE",
            "SUBQUERY",
            "JOIN",
            "TABLE_FUNCTION",
            "EXPRESSION_LIST",
            "EMPTY",
            "PIVOT",
            "ORDER_MODIFIER",
            "LIMIT_MODIFIER",
            "DISTINCT_MODIFIER",
            "ORDER_DEFAULT",
            "ASCENDING",
            "DESCENDING");

    private static final Set<String> EXPRESSIONS = Set.of(
            "COLUMN_REF",
            "CONSTANT",
            "FUNCTION",
            "WINDOW",
            "OPERATOR",
            "COMPARISON",
            "CONJUNCTION",
            "BETWEEN",
            "CASE",
            "CAST",
            "TYPE",
            "COLLATE",
            "STAR",
            "SUBQUERY",
            "LAMBDA",
            "POSITIONAL_REFERENCE",
            "PARAMETER",
            "DEFAULT");
    private static final Set<String> SHOWING = Set.of("describe", "desc", "show", "summarize");

    private SelectGrammar() {}

    static void check(SqlText sql, JsonTree node) {
        String type = node.at("type").text();
        boolean known = node.has("class")
                ? EXPRESSIONS.contains(node.at("class").text())
                : type.isEmpty() || PARTS.contains(type);
        if (type.equals("SHOW_REF")) {
            throw notSelect(sql, SHOWING, SyntaxProblem.reason("show"));
        }
        if (!known) {
            String word = Name.folded(type.replaceFirst("_.*", ""));
            throw notSelect(sql, Set.of(word), SyntaxProblem.reason(word));
        }
    }

    /** The tree gives such statements no place, so the first of the words is shown. */
    static InvalidException notSelect(SqlText sql, Set<String> words, String reason) {
        List<Token> tokens = Tokens.of(sql.text());
        Token word = tokens.stream()
                .filter(token -> words.contains(Name.folded(token.text())))
                .findFirst()
                .orElse(tokens.get(0));
        return new InvalidException(Problem.error(
                "not-a-select",
                sql.locate(word.start(), word.length()),
                "Cannot use " + word.text().toUpperCase(Locale.ROOT) + ": " + reason,
                ""));
    }
}
