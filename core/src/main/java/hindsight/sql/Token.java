package hindsight.sql;

/**
 * A word of SQL text.
 *
 * @param start offset in characters
 * @param end offset after the last character
 */
public record Token(Kind kind, String text, int start, int end) {
    /** What a token is. */
    public enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL
    }

    /** Whether this is the keyword or symbol, written in any case. */
    public boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }

    /** Whether this names {@code name}, in quotes or not. */
    public boolean names(String name) {
        return switch (kind) {
            case WORD -> text.equalsIgnoreCase(name);
            case QUOTED_NAME ->
                text.substring(1, text.length() - 1).replace("\"\"", "\"").equalsIgnoreCase(name);
            case STRING, NUMBER, SYMBOL -> false;
        };
    }

    public int length() {
        return end - start;
    }
}
