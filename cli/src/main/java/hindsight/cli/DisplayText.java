package hindsight.cli;

import hindsight.problem.OneLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text as a terminal shows it: what a value looks like, how many columns a text takes. */
final class DisplayText {
    static final String NULL = "NULL";
    private static final String CUT = "…";
    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double LARGEST_PLAIN = 1e16;
    /** Code points that take two columns, as first and last of each block (Unicode East Asian Width: wide). */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0x1F300, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private DisplayText() {}

    /** A value that a store gave, in one line. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(DisplayText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Double number) {
            return floating(number);
        }
        return OneLine.of(value.toString());
    }

    /** Without an exponent, as long as that reads better. */
    private static String floating(double number) {
        double size = Math.abs(number);
        boolean plainly = size >= SMALLEST_PLAIN && size < LARGEST_PLAIN;
        if (!plainly) {
            return Double.toString(number);
        }
        String plain = BigDecimal.valueOf(number).toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /** Columns that a text takes on a terminal. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    /** The text in at most {@code limit} columns. */
    static String cut(String text, int limit) {
        if (width(text) <= limit) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int codePoint : text.codePoints().toArray()) {
            used += width(codePoint);
            if (used > limit - 1) {
                break;
            }
            kept.appendCodePoint(codePoint);
        }
        return kept + CUT;
    }

    private static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] block : WIDE) {
            if (block[0] <= codePoint && codePoint <= block[1]) {
                return 2;
            }
        }
        return 1;
    }
}
