package hindsight.project;

import java.util.List;
import java.util.Optional;

/** Finds where the SELECT in a stretch of a file really begins and ends. */
final class SqlBody {
    private SqlBody() {}

    /**
     * From the first character that is not blank to the last of the code: closing semicolons, and comments behind them, are left out, so
     * that the text can stand in parentheses. Empty where there is no code at all.
     */
    static Optional<SqlRegion> of(String text, List<SqlRegion> regions, int start, int end) {
        int behind = -1;
        for (SqlRegion region : regions) {
            SqlRegion part = region.within(start, end);
            int last = part.isComment() ? part.start() : codeEnd(text, part);
            behind = last > part.start() ? last : behind;
        }
        if (behind < 0) {
            return Optional.empty();
        }
        int from = start;
        while (SqlScanner.isBlank(text.charAt(from))) {
            from++;
        }
        return Optional.of(new SqlRegion(SqlRegion.Kind.CODE, from, behind));
    }

    private static int codeEnd(String text, SqlRegion part) {
        int end = part.end();
        while (part.kind() == SqlRegion.Kind.CODE
                && end > part.start()
                && (SqlScanner.isBlank(text.charAt(end - 1)) || text.charAt(end - 1) == ';')) {
            end--;
        }
        return end;
    }
}
