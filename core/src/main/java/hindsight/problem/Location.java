package hindsight.problem;

/**
 * A place in a file: 1-based line and column, and the text of that line for the caret.
 *
 * @param file path as the user would name it, relative to the project where it lies inside
 * @param line 1-based, 0 when the file as a whole is meant
 * @param column 1-based, in characters; 0 when the line as a whole is meant
 * @param length characters that the caret underlines; at least 1 where column is set
 * @param excerpt the source line, empty when there is none to show
 */
public record Location(String file, int line, int column, int length, String excerpt) {
    /** The file as a whole. */
    public static Location ofFile(String file) {
        return new Location(file, 0, 0, 0, "");
    }

    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
