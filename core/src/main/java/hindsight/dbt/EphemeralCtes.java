package hindsight.dbt;

import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes out of a compiled query what dbt put in: ephemeral models, as the first expressions of its WITH. {@code with __dbt__cte__a as (…), b
 * as (…) select …} becomes {@code with b as (…) select …}.
 */
final class EphemeralCtes {
    static final String PREFIX = "__dbt__cte__";

    private EphemeralCtes() {}

    /** @param known whether a model is a view of its own, by its identifier */
    static String remove(String sql, Predicate<String> known) {
        List<Token> tokens = Tokens.of(sql);
        for (int i = 0; i < tokens.size(); i++) {
            int first = i + 1 < tokens.size() && tokens.get(i + 1).is("recursive") ? i + 2 : i + 1;
            if (tokens.get(i).is("with") && isEphemeral(tokens, first, known)) {
                return remove(sql, tokens, i, first, known);
            }
        }
        return sql;
    }

    private static String remove(String sql, List<Token> tokens, int with, int first, Predicate<String> known) {
        int at = first;
        while (isEphemeral(tokens, at, known)) {
            int next = Brackets.closing(tokens, at + 2) + 1;
            if (next >= tokens.size() || !tokens.get(next).is(",")) {
                int rest =
                        next >= tokens.size() ? sql.length() : tokens.get(next).start();
                return sql.substring(0, tokens.get(with).start()) + sql.substring(rest);
            }
            at = next + 1;
        }
        return sql.substring(0, tokens.get(first).start())
                + sql.substring(tokens.get(at).start());
    }

    private static boolean isEphemeral(List<Token> tokens, int at, Predicate<String> known) {
        return at + 2 < tokens.size()
                && Spelling.isName(tokens.get(at))
                && Spelling.name(tokens.get(at)).startsWith(PREFIX)
                && known.test(Spelling.name(tokens.get(at)).substring(PREFIX.length()))
                && tokens.get(at + 1).is("as")
                && tokens.get(at + 2).is("(");
    }
}
