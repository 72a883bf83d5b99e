package hindsight.dbt;

import hindsight.project.SectionMarker;
import hindsight.project.SqlRegion;
import hindsight.project.SqlScanner;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import hindsight.sql.writer.DuckWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SQL that dbt compiled, over our tables: {@code from "shop"."main"."orders" o} becomes {@code from orders o}. Strings, comments and all the
 * rest stay as they are, except for comments that a model's file would take for markers.
 */
final class CompiledSql {
    private final Map<String, List<Spelling>> spellings = new HashMap<>();
    private final Set<String> ephemerals = new HashSet<>();

    void add(Spelling spelling) {
        if (!spelling.tokens().isEmpty()) {
            spellings
                    .computeIfAbsent(start(spelling.tokens().get(0)), first -> new ArrayList<>())
                    .add(spelling);
        }
    }

    /** An ephemeral model that is a view of ours. */
    void addEphemeral(String identifier, String name) {
        if (ephemerals.add(identifier)) {
            add(Spelling.ofEphemeral(identifier, name));
        }
    }

    /** Our tables that a compiled query names. */
    Set<String> tables(String compiled) {
        List<Token> tokens = Tokens.of(EphemeralCtes.remove(compiled, ephemerals::contains));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            at(tokens, i).ifPresent(spelling -> names.add(spelling.name()));
        }
        return names;
    }

    /** Without the blank lines that templates leave before and behind it. */
    String rewritten(String compiled) {
        String own = EphemeralCtes.remove(compiled, ephemerals::contains);
        String bare = own.replaceFirst("\\A(?:[ \\t]*\\R)+", "").stripTrailing();
        return unmarked(replaced(bare)) + "\n";
    }

    private String replaced(String sql) {
        List<Token> tokens = Tokens.of(sql);
        CteScopes scopes = new CteScopes(tokens);
        Map<String, String> hoisted = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        int copied = 0;
        int i = 0;
        while (i < tokens.size()) {
            Optional<Spelling> found = at(tokens, i);
            if (found.isPresent()) {
                Spelling spelling = found.get();
                int next = i + spelling.tokens().size();
                String table = scopes.hides(spelling.name(), i)
                        ? hoisted.computeIfAbsent(spelling.name(), name -> unused(name, scopes))
                        : spelling.name();
                text.append(sql, copied, tokens.get(i).start());
                text.append(reference(table, spelling, tokens, i, next));
                copied = tokens.get(next - 1).end();
                i = next;
            } else {
                i++;
            }
        }
        text.append(sql, copied, sql.length());
        return hoisted.isEmpty() ? text.toString() : hoist(text.toString(), hoisted);
    }

    private Optional<Spelling> at(List<Token> tokens, int index) {
        return spellings.getOrDefault(start(tokens.get(index)), List.of()).stream()
                .filter(spelling -> spelling.isAt(tokens, index))
                .max((one, other) ->
                        Integer.compare(one.tokens().size(), other.tokens().size()));
    }

    private static String start(Token token) {
        return Spelling.isName(token) ? Name.folded(Spelling.name(token)) : token.text();
    }

    /** With an alias where the query counts on the name that the table had; of a column of it, only the table's part is replaced. */
    private static String reference(String table, Spelling spelling, List<Token> tokens, int first, int next) {
        String alias = spelling.alias();
        boolean column = next < tokens.size() && tokens.get(next).is(".");
        if (column && !alias.isEmpty()) {
            return written(alias);
        }
        boolean plain = alias.isEmpty() || Name.same(alias, table) || isAliased(tokens, first, next);
        return written(table) + (plain ? "" : " as " + written(alias));
    }

    private static boolean isAliased(List<Token> tokens, int first, int next) {
        if (first > 0 && tokens.get(first - 1).is(":")) {
            return true;
        }
        if (next >= tokens.size()) {
            return false;
        }
        Token token = tokens.get(next);
        return token.is("as")
                || token.kind() == Token.Kind.QUOTED_NAME
                || token.kind() == Token.Kind.WORD && DuckWords.isPlain(Name.folded(token.text()));
    }

    static String written(String name) {
        return DuckWords.isPlain(name) ? name : Identifier.quote(name);
    }

    private static String unused(String name, CteScopes scopes) {
        String free = name + "_table";
        while (scopes.defines(free)) {
            free += "_";
        }
        return free;
    }

    /** Reads tables where no expression hides them yet: in expressions before all others. */
    private static String hoist(String sql, Map<String, String> tables) {
        StringBuilder first = new StringBuilder();
        tables.forEach((table, name) -> first.append(first.isEmpty() ? "" : ",\n")
                .append(written(name))
                .append(" as (select * from ")
                .append(written(table))
                .append(")"));
        List<Token> tokens = Tokens.of(sql);
        if (tokens.isEmpty() || !tokens.get(0).is("with")) {
            return "with " + first + "\n" + sql;
        }
        int last = tokens.get(1).is("recursive") ? 1 : 0;
        int end = tokens.get(last).end();
        return sql.substring(0, end) + " " + first + ",\n" + sql.substring(end).stripLeading();
    }

    /** With comments such as {@code -- since: the beginning} in brackets, so that no section begins there. */
    private static String unmarked(String sql) {
        StringBuilder text = new StringBuilder();
        for (SqlRegion region : SqlScanner.scan(sql, 0)) {
            String part = sql.substring(region.start(), region.end());
            text.append(region.isComment() && SectionMarker.isMeant(part) ? bracketed(part) : part);
        }
        return text.toString();
    }

    private static String bracketed(String comment) {
        boolean block = comment.startsWith("/*");
        String words = block ? comment.substring(2, comment.length() - 2) : comment.substring(2);
        String bare = words.replaceFirst("^[-*\\s]+", "").replaceFirst("[*\\s]+$", "");
        return block ? "/* (" + bare + ") */" : "-- (" + bare + ")";
    }
}
