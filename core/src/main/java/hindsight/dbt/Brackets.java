package hindsight.dbt;

import hindsight.sql.Token;
import java.util.List;

/** Which bracket closes which. */
final class Brackets {
    private Brackets() {}

    /** The index of the bracket that closes the one at {@code open}; the number of tokens where none does. */
    static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    /** The index of the bracket in which the token at {@code index} stands closes; the number of tokens where it stands in none. */
    static int enclosing(List<Token> tokens, int index) {
        int depth = 0;
        for (int i = index; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth < 0) {
                return i;
            }
        }
        return tokens.size();
    }
}
