package hindsight.sql;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts other tables in the place of those that a query names, and takes its AT clauses out. Everything else stays as written:
 * {@code orders o(a, b) AT (VERSION => 12)} becomes {@code "x" o(a, b)}, and {@code orders} becomes {@code "x" AS "orders"}.
 */
public final class QueryText {
    private QueryText() {}

    /**
     * The text of a query over other tables.
     *
     * @param replacement gives the plain name of the table to read instead; empty: the reference stays as it is, AT clause and all
     */
    public static String replace(ParsedQuery query, Function<TableReference, Optional<String>> replacement) {
        StringBuilder text = new StringBuilder(query.sql().text());
        List<Token> tokens = Tokens.of(query.sql().text());
        List<TableReference> tables = query.tables();
        for (int i = tables.size() - 1; i >= 0; i--) {
            TableReference table = tables.get(i);
            replacement.apply(table).ifPresent(name -> {
                String changed = changed(query.sql().text(), table, within(tokens, table), name);
                text.replace(table.offset(), table.offset() + table.length(), changed);
            });
        }
        return text.toString();
    }

    private static List<Token> within(List<Token> tokens, TableReference table) {
        return tokens.stream()
                .filter(token -> token.start() >= table.offset() && token.end() <= table.offset() + table.length())
                .toList();
    }

    private static String changed(String text, TableReference table, List<Token> tokens, String replacement) {
        boolean aliasFirst = tokens.size() > 2 && tokens.get(1).is(":");
        int first = aliasFirst ? 2 : 0;
        int last = first + 2 * (table.path().size() - 1);
        int at = table.at().isPresent() ? atClause(tokens, last + 1) : tokens.size();
        int end = table.offset() + table.length();

        StringBuilder changed = new StringBuilder();
        changed.append(text, table.offset(), tokens.get(first).start()).append(Identifier.quote(replacement));
        if (!aliasFirst && !aliased(tokens, last + 1, at)) {
            changed.append(" AS ").append(Identifier.quote(table.alias()));
        }
        int nameEnd = tokens.get(last).end();
        if (at == tokens.size()) {
            return changed.append(text, nameEnd, end).toString();
        }
        int clauseEnd = tokens.get(closing(tokens, at + 1)).end();
        String before = text.substring(nameEnd, tokens.get(at).start());
        return changed.append(before.isBlank() ? "" : before.stripTrailing())
                .append(text, clauseEnd, end)
                .toString();
    }

    private static boolean aliased(List<Token> tokens, int next, int at) {
        return next < tokens.size() && next != at && !tokens.get(next).is("tablesample");
    }

    /** The word AT, which is reserved: an alias or column of that name is in quotes or brackets. */
    private static int atClause(List<Token> tokens, int from) {
        int index = from;
        while (!tokens.get(index).is("at")) {
            index = tokens.get(index).is("(") ? closing(tokens, index) + 1 : index + 1;
        }
        return index;
    }

    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        int index = open;
        do {
            depth += tokens.get(index).is("(") ? 1 : 0;
            depth -= tokens.get(index).is(")") ? 1 : 0;
            index++;
        } while (depth > 0);
        return index - 1;
    }
}
