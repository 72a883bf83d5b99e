package hindsight.problem;

/** Texts of others, such as values, names and messages of commits, as part of one line. */
public final class OneLine {
    private OneLine() {}

    /**
     * The text with what breaks lines, commands a terminal or reorders what is shown written out, so that nothing in it can be taken
     * for a line of ours.
     */
    public static String of(String text) {
        if (text.chars().noneMatch(OneLine::isUnseen)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(character -> shown.append(isUnseen(character) ? escape(character) : (char) character));
        return shown.toString();
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(character < 0x100 ? "\\x%02x" : "\\u%04x", character);
        };
    }

    /** Whether this is a control character, a line separator, or one that turns the direction of writing. */
    static boolean isUnseen(int character) {
        return Character.isISOControl(character)
                || character >= 0x2028 && character <= 0x202E
                || character >= 0x2066 && character <= 0x2069;
    }
}
