package hindsight.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL text into words, as far as that is possible without understanding it: for finding places, never for meaning.
 * Comments are left out; what is not closed ends with the text. Symbols are single characters.
 */
public final class Tokens {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(String text) {
        this.text = text;
    }

    /** All tokens in order. */
    public static List<Token> of(String text) {
        Tokens scanner = new Tokens(text);
        while (scanner.skipBlank()) {
            scanner.next();
        }
        return List.copyOf(scanner.tokens);
    }

    private boolean skipBlank() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", at)) {
                at = commentEnd();
            } else {
                return true;
            }
        }
        return false;
    }

    /** Block comments nest. */
    private int commentEnd() {
        int depth = 0;
        int i = at;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return i;
    }

    private void next() {
        char first = text.charAt(at);
        if (first == '\'') {
            add(Token.Kind.STRING, quotedEnd(at, '\'', false));
        } else if (first == '"') {
            add(Token.Kind.QUOTED_NAME, quotedEnd(at, '"', false));
        } else if (first == '$' && dollarTagEnd() > 0) {
            add(Token.Kind.STRING, dollarEnd());
        } else if ((first == 'e' || first == 'E') && text.startsWith("'", at + 1)) {
            add(Token.Kind.STRING, quotedEnd(at + 1, '\'', true));
        } else if (isWordStart(first)) {
            add(Token.Kind.WORD, runEnd());
        } else if (first >= '0' && first <= '9') {
            add(Token.Kind.NUMBER, runEnd());
        } else {
            add(Token.Kind.SYMBOL, at + 1);
        }
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at, end));
        at = end;
    }

    private int quotedEnd(int start, char quote, boolean backslashes) {
        int i = start + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote;
            if (doubled || (backslashes && c == '\\')) {
                i += 2;
            } else if (c == quote) {
                return i + 1;
            } else {
                i++;
            }
        }
        return text.length();
    }

    /** Where the opening {@code $tag$} ends, or -1 where it is none, such as a parameter {@code $1}. */
    private int dollarTagEnd() {
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '$') {
            char c = text.charAt(i);
            if (!isWordStart(c) && !(i > at + 1 && Character.isDigit(c))) {
                return -1;
            }
            i++;
        }
        return i < text.length() ? i + 1 : -1;
    }

    private int dollarEnd() {
        int opened = dollarTagEnd();
        String tag = text.substring(at, opened);
        int close = text.indexOf(tag, opened);
        return close < 0 ? text.length() : close + tag.length();
    }

    private int runEnd() {
        int i = at;
        while (i < text.length() && isWordPart(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
