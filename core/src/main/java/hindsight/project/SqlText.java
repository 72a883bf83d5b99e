package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.SourceText;
import java.util.List;

/**
 * A SQL text as the engine gets it, with the way back to the file that it was written in.
 *
 * @param text SQL after variables were put in
 * @param source the file it came from
 * @param pieces which stretch of the text came from which stretch of the file, in order of the text
 */
public record SqlText(String text, SourceText source, List<Piece> pieces) {
    /**
     * A stretch of SQL text.
     *
     * @param start offset in the SQL text, in characters
     * @param length characters in the SQL text
     * @param sourceStart offset in the file
     * @param sourceLength characters in the file; differs from length where a variable was put in
     */
    public record Piece(int start, int length, int sourceStart, int sourceLength) {}

    public SqlText {
        pieces = List.copyOf(pieces);
    }

    /** A text that is its own source, such as a query on the command line. */
    public static SqlText of(String name, String text) {
        return new SqlText(text, new SourceText(name, text), List.of(new Piece(0, text.length(), 0, text.length())));
    }

    /** The place in the file of {@code length} characters at {@code offset} of the text; beyond the text, its end. */
    public Location locate(int offset, int length) {
        int start = sourceOffset(offset, false);
        return source.at(start, Math.max(1, sourceOffset(offset + Math.max(1, length) - 1, true) - start));
    }

    /** Where the character at {@code offset} begins or ends in the file; a character of a variable's value means the whole variable. */
    private int sourceOffset(int offset, boolean end) {
        for (Piece piece : pieces) {
            int within = offset - piece.start();
            if (within >= 0 && within < piece.length()) {
                boolean substituted = piece.length() != piece.sourceLength();
                int first = substituted ? 0 : within;
                int behind = substituted ? piece.sourceLength() : within + 1;
                return piece.sourceStart() + (end ? behind : first);
            }
        }
        return pieces.isEmpty() ? 0 : lastEnd();
    }

    private int lastEnd() {
        Piece last = pieces.get(pieces.size() - 1);
        return last.sourceStart() + last.sourceLength();
    }
}
