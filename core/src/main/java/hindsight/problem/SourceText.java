package hindsight.problem;

/**
 * A named text, able to turn an offset into a place with line, column and excerpt.
 *
 * @param file name shown to the user
 * @param text the whole content
 */
public record SourceText(String file, String text) {
    /** The place of {@code length} characters at {@code offset}; offsets beyond the text mean its end. */
    public Location at(int offset, int length) {
        int end = Math.max(0, Math.min(offset, text.length()));
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int lineEnd = text.indexOf('\n', lineStart);
        String excerpt =
                text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd).stripTrailing();
        int visible = Math.max(1, Math.min(length, excerpt.length() - (end - lineStart)));
        return new Location(file, line, end - lineStart + 1, visible, excerpt);
    }
}
