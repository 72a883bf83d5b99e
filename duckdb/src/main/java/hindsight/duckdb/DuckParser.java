package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.SqlText;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Parser;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import hindsight.time.Positions;
import java.time.ZoneId;
import java.util.List;

/** Parses with the engine's own parser. Bounds size and depth first, for the engine hangs or crashes on what goes beyond. */
final class DuckParser implements Parser {
    private final Session session;
    private final Positions positions;
    private final FunctionKinds kinds;

    /** @param zone in which moments without an offset are read */
    DuckParser(Session session, ZoneId zone) {
        this.session = session;
        this.positions = new Positions(zone);
        this.kinds = new FunctionKinds(session);
    }

    @Override
    public ParsedQuery parse(SqlText sql) {
        if (sql.text().length() > TextSize.LONGEST) {
            throw invalid(
                    sql.locate(0, 1),
                    "sql-too-long",
                    "Cannot parse a SQL text of " + sql.text().length() + " characters: at most " + TextSize.LONGEST
                            + " are read",
                    "Split it into several models.");
        }
        List<Token> tokens = Tokens.of(sql.text());
        checkTokens(sql, tokens);
        JsonTree tree = SyntaxTree.parse(session, sql.text());
        if (SyntaxTree.isError(tree)) {
            throw new InvalidException(SyntaxProblem.of(sql, tokens, tree));
        }
        JsonTree statement = single(sql, tokens, tree.at("statements"));
        checkSize(sql, TreeSize.of(statement));
        References references = new References(sql, kinds, positions);
        references.collect(statement);
        return new ParsedQuery(
                sql,
                references.tables(),
                references.functions(),
                OpenOrders.of(sql, statement),
                Fingerprint.of(statement));
    }

    private static void checkTokens(SqlText sql, List<Token> tokens) {
        int nul = sql.text().indexOf('\0');
        if (nul >= 0) {
            throw invalid(sql.locate(nul, 1), "syntax-error", "Cannot parse the text: it holds the character NUL", "");
        }
        if (tokens.isEmpty()) {
            throw invalid(sql.locate(0, 1), "no-statement", "Cannot parse the text: there is no SELECT in it", "");
        }
        if (tokens.get(0).is(";")) {
            throw invalid(sql, "syntax-error", tokens.get(0), "Cannot parse the text: it begins with a semicolon");
        }
        TextSize.tooDeep(tokens).ifPresent(token -> {
            throw invalid(
                    sql,
                    "sql-too-deep",
                    token,
                    "Cannot parse the text: brackets are nested more than " + TextSize.DEEPEST + " deep");
        });
        TextSize.tooManyRelations(tokens).ifPresent(token -> {
            throw invalid(
                    sql,
                    "sql-too-long",
                    token,
                    "Cannot parse the text: it joins more than " + TextSize.MOST_RELATIONS + " tables and SELECTs");
        });
    }

    private static JsonTree single(SqlText sql, List<Token> tokens, JsonTree statements) {
        if (statements.size() > 1) {
            Token second = tokens.get(0);
            for (int i = 1; i < tokens.size(); i++) {
                if (tokens.get(i - 1).is(";") && !tokens.get(i).is(";")) {
                    second = tokens.get(i);
                    break;
                }
            }
            throw invalid(
                    sql,
                    "several-statements",
                    second,
                    "Cannot use several statements in one text: a second one begins here");
        }
        return statements.at(0);
    }

    private static void checkSize(SqlText sql, TreeSize size) {
        if (size.tooDeep()) {
            throw invalid(
                    sql.locate(0, 1),
                    "sql-too-deep",
                    "Cannot plan the query: expressions, joins or WITH queries build on each other more than "
                            + TreeSize.DEEPEST + " deep",
                    "Split it into several models.");
        }
        if (size.tooManyQueries()) {
            throw invalid(
                    sql.locate(0, 1),
                    "sql-too-long",
                    "Cannot plan the query: it holds more than " + TreeSize.MOST_QUERIES + " SELECTs",
                    "Split it into several models.");
        }
    }

    private static InvalidException invalid(SqlText sql, String code, Token token, String message) {
        return invalid(sql.locate(token.start(), token.length()), code, message, "");
    }

    private static InvalidException invalid(Location place, String code, String message, String hint) {
        return new InvalidException(Problem.error(code, place, message, hint));
    }
}
