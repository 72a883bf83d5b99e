package hindsight.project;

import hindsight.problem.SourceText;
import java.util.ArrayList;
import java.util.List;

/** Assembles a SQL text from stretches of a file and literals put in their place. */
final class SqlTextBuilder {
    private final SourceText file;
    private final StringBuilder text = new StringBuilder();
    private final List<SqlText.Piece> pieces = new ArrayList<>();
    private int copied;

    SqlTextBuilder(SourceText file, int start) {
        this.file = file;
        this.copied = start;
    }

    /** Copies up to {@code from} and writes the literal where the file has {@code [from, to)}. */
    void replace(int from, int to, String literal) {
        copyTo(from);
        pieces.add(new SqlText.Piece(text.length(), literal.length(), from, to - from));
        text.append(literal);
        copied = to;
    }

    SqlText finish(int end) {
        copyTo(end);
        return new SqlText(text.toString(), file, pieces);
    }

    private void copyTo(int end) {
        if (copied < end) {
            pieces.add(new SqlText.Piece(text.length(), end - copied, copied, end - copied));
            text.append(file.text(), copied, end);
            copied = end;
        }
    }
}
