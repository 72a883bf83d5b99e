package hindsight.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds in the text of a query what stands for one of its columns, as far as the text itself says so. */
public final class SelectList {
    private static final Set<String> ENDS = Set.of(
            "from", "where", "group", "having", "order", "limit", "qualify", "window", "union", "except", "intersect");
    private static final Set<String> SETS = Set.of("union", "except", "intersect");

    private final String sql;
    private final List<Token> tokens;

    private SelectList(String sql) {
        this.sql = sql;
        this.tokens = Tokens.of(sql);
    }

    /**
     * The expression that a query gives as a column, as written, its alias left out.
     *
     * @param sql one SELECT
     * @return empty where the column comes by a star, where several SELECTs give it, or where the text does not tell
     */
    public static Optional<String> expression(String sql, String column) {
        return new SelectList(sql).expression(column);
    }

    private Optional<String> expression(String column) {
        List<List<Token>> items = items();
        return items.stream()
                .filter(item -> named(item).filter(name -> name.names(column)).isPresent())
                .findFirst()
                .map(this::value);
    }

    /** The items of the one SELECT that is not in parentheses. */
    private List<List<Token>> items() {
        int depth = 0;
        int start = -1;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += change(token);
            if (depth == 0 && isAny(token, SETS)) {
                return List.of();
            }
            if (depth == 0 && token.is("select")) {
                if (start >= 0) {
                    return List.of();
                }
                start = i + 1;
            }
        }
        return start < 0 ? List.of() : split(start);
    }

    private List<List<Token>> split(int start) {
        List<List<Token>> items = new ArrayList<>();
        List<Token> item = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens.subList(start, tokens.size())) {
            if (depth == 0 && isAny(token, ENDS) && !isField(item)) {
                break;
            }
            depth += change(token);
            if (depth == 0 && token.is(",")) {
                items.add(List.copyOf(item));
                item.clear();
            } else {
                item.add(token);
            }
        }
        items.add(List.copyOf(item));
        if (!items.get(0).isEmpty() && items.get(0).get(0).is("distinct")) {
            items.set(0, items.get(0).subList(1, items.get(0).size()));
        }
        return items;
    }

    /** Whether what comes is the name of a field. */
    private static boolean isField(List<Token> item) {
        return !item.isEmpty() && item.get(item.size() - 1).is(".");
    }

    private static int change(Token token) {
        boolean opens = token.is("(") || token.is("[") || token.is("{");
        boolean closes = token.is(")") || token.is("]") || token.is("}");
        return opens ? 1 : closes ? -1 : 0;
    }

    private static boolean isAny(Token token, Set<String> words) {
        return token.kind() == Token.Kind.WORD && words.contains(token.text().toLowerCase(Locale.ROOT));
    }

    /** The name that an item gives: that behind AS, or of a column that stands alone. */
    private static Optional<Token> named(List<Token> item) {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        Token last = item.get(item.size() - 1);
        boolean name = last.kind() == Token.Kind.WORD || last.kind() == Token.Kind.QUOTED_NAME;
        return name ? Optional.of(last) : Optional.empty();
    }

    private String value(List<Token> item) {
        int end = item.size() - 1;
        if (end > 0 && item.get(end - 1).is("as")) {
            end--;
        } else if (end == 0 || item.get(end - 1).is(".") || item.get(end).is("end")) {
            end++;
        }
        return sql.substring(item.get(0).start(), item.get(end - 1).end()).replaceAll("\\s+", " ");
    }
}
