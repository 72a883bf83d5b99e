package hindsight.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values as a line of CSV (RFC 4180, with line feeds). Millions of lines pass here, so it makes nothing it can do without. */
final class CsvLine {
    private CsvLine() {}

    /** NULL is nothing between the commas, the empty text is {@code ""}. */
    static void append(List<? extends @Nullable Object> values, StringBuilder line) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append(',');
            }
            Object value = values.get(i);
            if (value != null) {
                field(value instanceof String text ? text : DisplayText.of(value), line);
            }
        }
        line.append('\n');
    }

    private static void field(String text, StringBuilder line) {
        if (isPlain(text)) {
            line.append(text);
        } else {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
