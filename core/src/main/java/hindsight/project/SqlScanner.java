package hindsight.project;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells code from strings, quoted names and comments in SQL as DuckDB reads it: comments nest, strings may be dollar-quoted, and those behind an
 * E know the backslash. What is not closed reaches to the end.
 */
public final class SqlScanner {
    private static final Pattern DOLLAR_TAG =
            Pattern.compile("\\$([a-zA-Z_\\x{80}-\\x{10FFFF}][a-zA-Z0-9_\\x{80}-\\x{10FFFF}]*)?\\$");

    private final String text;
    private final List<SqlRegion> regions = new ArrayList<>();
    private int codeStart;
    private int position;

    private SqlScanner(String text, int from) {
        this.text = text;
        this.codeStart = from;
        this.position = from;
    }

    /** All regions from an offset on, in order and without gaps. */
    public static List<SqlRegion> scan(String text, int from) {
        SqlScanner scanner = new SqlScanner(text, from);
        while (scanner.position < text.length()) {
            scanner.step();
        }
        scanner.endCode();
        return List.copyOf(scanner.regions);
    }

    private void step() {
        char c = text.charAt(position);
        if (c == '\'') {
            region(SqlRegion.Kind.STRING, quotedEnd(position, false));
        } else if (c == '"') {
            region(SqlRegion.Kind.QUOTED_NAME, quotedEnd(position, false));
        } else if (text.startsWith("--", position)) {
            region(SqlRegion.Kind.LINE_COMMENT, lineEnd());
        } else if (text.startsWith("/*", position)) {
            region(SqlRegion.Kind.BLOCK_COMMENT, blockEnd());
        } else if (c == '$') {
            dollar();
        } else if (isWordStart(c)) {
            word();
        } else {
            position++;
        }
    }

    private void region(SqlRegion.Kind kind, int end) {
        endCode();
        regions.add(new SqlRegion(kind, position, end));
        position = end;
        codeStart = end;
    }

    private void endCode() {
        if (codeStart < position) {
            regions.add(new SqlRegion(SqlRegion.Kind.CODE, codeStart, position));
        }
    }

    private void dollar() {
        Matcher tag = DOLLAR_TAG.matcher(text).region(position, text.length());
        if (tag.lookingAt()) {
            int close = text.indexOf(tag.group(), tag.end());
            region(
                    SqlRegion.Kind.STRING,
                    close < 0 ? text.length() : close + tag.group().length());
        } else {
            position++;
        }
    }

    /** A name may hold a dollar sign, but not the one that begins a variable. */
    private void word() {
        int end = position + 1;
        while (end < text.length() && isWordPart(text.charAt(end)) && !text.startsWith("${", end)) {
            end++;
        }
        boolean escaped = end == position + 1
                && Character.toLowerCase(text.charAt(position)) == 'e'
                && end < text.length()
                && text.charAt(end) == '\'';
        if (escaped) {
            region(SqlRegion.Kind.STRING, quotedEnd(end, true));
        } else {
            position = end;
        }
    }

    /** The offset behind the quote that closes the one at {@code open}; a doubled quote does not close. */
    private int quotedEnd(int open, boolean backslash) {
        char quote = text.charAt(open);
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (backslash && c == '\\') {
                i++;
            } else if (c == quote) {
                if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            }
        }
        return text.length();
    }

    private int lineEnd() {
        int end = position;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private int blockEnd() {
        int depth = 1;
        int i = position + 2;
        while (i < text.length()) {
            if (text.startsWith("*/", i)) {
                i += 2;
                if (--depth == 0) {
                    return i;
                }
            } else if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        return text.length();
    }

    /** Whether a name can begin so: everything beyond ASCII counts as a letter, except blanks. */
    public static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= 0x80 && !Character.isSpaceChar(c));
    }

    /** Whether a name can go on so. */
    public static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }

    /** Blanks beyond ASCII are blanks to DuckDB too. */
    public static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
