package hindsight.sql;

import hindsight.project.SqlRegion;
import hindsight.project.SqlScanner;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL text into words, as far as that is possible without understanding it: for finding places, never for meaning.
 * Comments are left out; what is not closed ends with the text. Symbols are single characters.
 */
public final class Tokens {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();

    private Tokens(String text) {
        this.text = text;
    }

    /** All tokens in order. */
    public static List<Token> of(String text) {
        Tokens tokens = new Tokens(text);
        SqlScanner.scan(text, 0).forEach(tokens::add);
        return List.copyOf(tokens.tokens);
    }

    private void add(SqlRegion region) {
        switch (region.kind()) {
            case CODE -> split(region);
            case STRING -> add(Token.Kind.STRING, region.start(), region.end());
            case QUOTED_NAME -> add(Token.Kind.QUOTED_NAME, region.start(), region.end());
            case LINE_COMMENT, BLOCK_COMMENT -> {}
        }
    }

    private void split(SqlRegion code) {
        int at = code.start();
        while (at < code.end()) {
            char first = text.charAt(at);
            int end = runEnd(at, code.end());
            if (SqlScanner.isWordStart(first)) {
                add(Token.Kind.WORD, at, end);
            } else if (first >= '0' && first <= '9') {
                add(Token.Kind.NUMBER, at, end);
            } else if (!SqlScanner.isBlank(first)) {
                end = at + 1;
                add(Token.Kind.SYMBOL, at, end);
            }
            at = Math.max(end, at + 1);
        }
    }

    private int runEnd(int start, int limit) {
        int end = start;
        while (end < limit && SqlScanner.isWordPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void add(Token.Kind kind, int start, int end) {
        tokens.add(new Token(kind, text.substring(start, end), start, end));
    }
}
