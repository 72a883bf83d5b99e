package hindsight.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * Tells files whose last record is longer than the engine reads unasked. Of other records it says that they are too long; the last one it
 * leaves out without a word where it is longer than the buffer.
 */
final class CsvTail {
    static final int LONGEST_UNASKED = 1_900_000;

    private final CsvDialect dialect;
    private final byte[] tail;

    private CsvTail(CsvDialect dialect, byte[] tail) {
        this.dialect = dialect;
        this.tail = tail;
    }

    /** Whether the last record may be that long; where it is not clear what is in quotes, it may. Of a damaged file, the engine says what is wrong. */
    static boolean isLong(CsvLayout layout) {
        try {
            byte[] tail = tail(layout.file());
            return tail.length == LONGEST_UNASKED && new CsvTail(layout.dialect(), tail).holdsNoEnd();
        } catch (IOException damaged) {
            return false;
        }
    }

    private static byte[] tail(InputFile file) throws IOException {
        try (InputStream content = file.open()) {
            if (!file.gzipped()) {
                content.skipNBytes(Math.max(0, Files.size(file.path()) - LONGEST_UNASKED));
                return content.readNBytes(LONGEST_UNASKED);
            }
            byte[] last = new byte[0];
            byte[] next = content.readNBytes(LONGEST_UNASKED);
            while (next.length == LONGEST_UNASKED) {
                last = next;
                next = content.readNBytes(LONGEST_UNASKED);
            }
            return last.length == 0 ? next : joined(last, next);
        }
    }

    /** The last bytes of two blocks, of which the first is whole. */
    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = new byte[LONGEST_UNASKED];
        System.arraycopy(first, second.length, all, 0, LONGEST_UNASKED - second.length);
        System.arraycopy(second, 0, all, LONGEST_UNASKED - second.length, second.length);
        return all;
    }

    /** Whether no record but the last one ends in it: read backward, since its end is outside of quotes. */
    private boolean holdsNoEnd() {
        int at = tail.length - 1;
        while (at >= 0 && isBreak(tail[at])) {
            at--;
        }
        boolean quoted = false;
        for (; at >= 0; at--) {
            if (tail[at] == dialect.quoteCharacter()) {
                quoted = !quoted;
            } else if (!quoted && isBreak(tail[at])) {
                return false;
            } else if (dialect.escapeCharacter() != dialect.quoteCharacter() && tail[at] == dialect.escapeCharacter()) {
                return true;
            }
        }
        return true;
    }

    private static boolean isBreak(byte b) {
        return b == '\n' || b == '\r';
    }
}
