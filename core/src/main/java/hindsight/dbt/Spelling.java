package hindsight.dbt;

import hindsight.schema.Name;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.List;

/**
 * How compiled SQL names a table, and how ours does.
 *
 * @param tokens as dbt writes them: a path of names, a file in quotes, a call
 * @param name of the table in our project
 * @param alias under which a query sees the table where it gives no other; empty where there is none
 */
record Spelling(List<Token> tokens, String name, String alias) {
    static Spelling of(Node node, String name) {
        List<Token> tokens = Tokens.of(node.relation());
        boolean path = tokens.stream().noneMatch(token -> token.kind() == Token.Kind.STRING || token.is("("));
        return new Spelling(tokens, name, path ? node.identifier() : "");
    }

    /** How queries name an ephemeral model, which dbt puts into each of them. */
    static Spelling ofEphemeral(String identifier, String name) {
        return new Spelling(Tokens.of(EphemeralCtes.PREFIX + identifier), name, "");
    }

    /** Whether it stands in the text at a token, and not within a longer name. */
    boolean isAt(List<Token> text, int index) {
        if (tokens.isEmpty()
                || index + tokens.size() > text.size()
                || index > 0 && text.get(index - 1).is(".")) {
            return false;
        }
        boolean outside = tokens.stream().anyMatch(token -> token.kind() == Token.Kind.STRING);
        if (outside
                && !(index > 0
                        && (text.get(index - 1).is("from")
                                || text.get(index - 1).is("join")))) {
            return false;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (!same(tokens.get(i), text.get(index + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Token one, Token other) {
        return isName(one) && isName(other)
                ? Name.same(name(one), name(other))
                : one.kind() == other.kind() && one.text().equals(other.text());
    }

    static boolean isName(Token token) {
        return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME;
    }

    /** The name that a word or a quoted name means. */
    static String name(Token token) {
        return token.kind() == Token.Kind.QUOTED_NAME
                ? token.text().substring(1, token.text().length() - 1).replace("\"\"", "\"")
                : token.text();
    }
}
