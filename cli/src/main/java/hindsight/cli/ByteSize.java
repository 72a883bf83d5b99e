package hindsight.cli;

import java.util.List;
import java.util.Locale;

/** Sizes of files in words, such as {@code 1.2 MB}. */
final class ByteSize {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    private ByteSize() {}

    static String text(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 1000 && unit < UNITS.size() - 1) {
            number /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", number, UNITS.get(unit));
    }
}
