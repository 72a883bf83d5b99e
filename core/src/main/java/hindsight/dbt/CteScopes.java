package hindsight.dbt;

import hindsight.schema.Name;
import hindsight.sql.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the common table expressions of a query can be seen: from behind the body to the end of the brackets in which they stand, and in
 * the body, too, where they are recursive. There, a name means the expression and not the table.
 */
final class CteScopes {
    private record Scope(String name, int from, int to) {}

    private final List<Token> tokens;
    private final List<Scope> scopes = new ArrayList<>();

    CteScopes(List<Token> tokens) {
        this.tokens = tokens;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("with")) {
                boolean recursive = i + 1 < tokens.size() && tokens.get(i + 1).is("recursive");
                list(recursive ? i + 2 : i + 1, recursive);
            }
        }
    }

    /** Whether a table of this name cannot be seen at a token, because an expression hides it. */
    boolean hides(String name, int index) {
        return scopes.stream()
                .anyMatch(scope -> Name.same(scope.name(), name) && scope.from() < index && index < scope.to());
    }

    boolean defines(String name) {
        return scopes.stream().anyMatch(scope -> Name.same(scope.name(), name));
    }

    private void list(int first, boolean recursive) {
        int at = first;
        while (at < tokens.size() && Spelling.isName(tokens.get(at))) {
            int body = body(at);
            if (body < 0) {
                return;
            }
            int end = Brackets.closing(tokens, body);
            scopes.add(
                    new Scope(Spelling.name(tokens.get(at)), recursive ? body : end, Brackets.enclosing(tokens, at)));
            if (end + 1 >= tokens.size() || !tokens.get(end + 1).is(",")) {
                return;
            }
            at = end + 2;
        }
    }

    /** The bracket that opens the body of the expression named at {@code name}; -1 when it is none. */
    private int body(int name) {
        int at = name + 1;
        if (at < tokens.size() && tokens.get(at).is("(")) {
            at = Brackets.closing(tokens, at) + 1;
        }
        while (at < tokens.size()
                && !tokens.get(at).is("as")
                && (tokens.get(at).is("using") || tokens.get(at).is("key"))) {
            at++;
            if (at < tokens.size() && tokens.get(at).is("(")) {
                at = Brackets.closing(tokens, at) + 1;
            }
        }
        if (at >= tokens.size() || !tokens.get(at).is("as")) {
            return -1;
        }
        at++;
        while (at < tokens.size() && (tokens.get(at).is("not") || tokens.get(at).is("materialized"))) {
            at++;
        }
        return at < tokens.size() && tokens.get(at).is("(") ? at : -1;
    }
}
