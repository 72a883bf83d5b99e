package hindsight.project;

import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the settings stand in a SQL file: in a comment {@code /*--- … ---*}{@code /} before everything else but comments.
 *
 * @param yamlStart offset behind the opening
 * @param yamlEnd offset of the closing
 * @param end offset behind the closing, where SQL begins
 */
record SettingsComment(int yamlStart, int yamlEnd, int end) {
    private static final String OPEN = "/*---";
    private static final String CLOSE = "---*/";
    private static final Pattern NEARLY = Pattern.compile("/\\*\\s+---\\s*\\n");

    /** An empty comment at the beginning, for files that have none. */
    static final SettingsComment NONE = new SettingsComment(0, 0, 0);

    /** The comment, or {@link #NONE}; empty after telling that it is not closed. */
    static Optional<SettingsComment> find(SourceText file, Problems problems) {
        String text = file.text();
        int open = firstBlockComment(file.text());
        if (NEARLY.matcher(text).region(open, text.length()).lookingAt()) {
            return reject(file, open, text.indexOf("---", open) + 3, "it begins with a blank", problems);
        }
        boolean opened = text.startsWith(OPEN, open)
                && (open + OPEN.length() == text.length() || Character.isWhitespace(text.charAt(open + OPEN.length())));
        if (!opened) {
            return Optional.of(NONE);
        }
        int yamlStart = open + OPEN.length();
        int close = text.indexOf(CLOSE, yamlStart);
        return close < 0
                ? reject(file, open, yamlStart, "its end ---*/ is missing", problems)
                : Optional.of(new SettingsComment(yamlStart, close, close + CLOSE.length()));
    }

    /** Where the first block comment begins, if only blanks and line comments stand before it; else the end of the text. */
    private static int firstBlockComment(String text) {
        for (SqlRegion region : SqlScanner.scan(text, 0)) {
            if (region.kind() == SqlRegion.Kind.BLOCK_COMMENT) {
                return region.start();
            }
            if (!region.isComment()
                    && !text.substring(region.start(), region.end()).isBlank()) {
                return text.length();
            }
        }
        return text.length();
    }

    private static Optional<SettingsComment> reject(
            SourceText file, int from, int to, String reason, Problems problems) {
        problems.add(Problem.error(
                "broken-settings",
                file.at(from, to - from),
                "Cannot read the settings in " + file.file() + ": " + reason,
                "Write /*--- before the settings and ---*/ behind them"));
        return Optional.empty();
    }
}
