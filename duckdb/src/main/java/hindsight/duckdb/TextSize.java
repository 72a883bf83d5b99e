package hindsight.duckdb;

import hindsight.schema.Name;
import hindsight.sql.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a text goes beyond what the engine's parser can take. Measured: unclosed brackets cost the cube of their depth (1,000: 0.7 s,
 * 10,000: more than a minute), 10,000 nested WITH queries, 16,000 chained EXCEPT and 87,000 tables in one FROM crash the process.
 */
final class TextSize {
    static final int LONGEST = 256 * 1024;
    static final int DEEPEST = 200;
    static final int MOST_RELATIONS = 1_000;

    private static final Set<String> CHAINING = Set.of("join", "union", "except", "intersect");
    private static final Set<String> AFTER_FROM = Set.of(
            "select",
            "where",
            "group",
            "having",
            "window",
            "qualify",
            "order",
            "limit",
            "union",
            "except",
            "intersect");

    private TextSize() {}

    /** The bracket that is nested too deep. */
    static Optional<Token> tooDeep(List<Token> tokens) {
        int depth = 0;
        for (Token token : tokens) {
            depth += opens(token) ? 1 : 0;
            depth -= closes(token) ? 1 : 0;
            if (depth > DEEPEST) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    /** The word that chains one table or SELECT too many to others. */
    static Optional<Token> tooManyRelations(List<Token> tokens) {
        Deque<Boolean> inFrom = new ArrayDeque<>(List.of(false));
        int relations = 0;
        for (Token token : tokens) {
            String word = Name.folded(token.text());
            if (opens(token)) {
                inFrom.push(false);
            } else if (closes(token) && inFrom.size() > 1) {
                inFrom.pop();
            } else if (token.is("from") || AFTER_FROM.contains(word)) {
                inFrom.pop();
                inFrom.push(token.is("from"));
            }
            relations += CHAINING.contains(word) || (token.is(",") && inFrom.element()) ? 1 : 0;
            if (relations > MOST_RELATIONS) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    private static boolean opens(Token token) {
        return token.is("(") || token.is("[") || token.is("{");
    }

    private static boolean closes(Token token) {
        return token.is(")") || token.is("]") || token.is("}");
    }
}
