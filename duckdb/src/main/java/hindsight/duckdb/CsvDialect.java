package hindsight.duckdb;

import java.nio.charset.Charset;

/**
 * How a CSV file is written.
 *
 * @param delimiter one to four characters
 * @param quote one character, or nothing where values are never quoted
 * @param escape what stands before a quote inside of a quoted value; nothing: the quote itself, doubled
 */
record CsvDialect(String delimiter, String quote, String escape, Charset charset) {
    private static final int NONE = -2;

    CsvDialect {
        if (delimiter.isEmpty() || quote.length() > 1 || escape.length() > 1) {
            throw new IllegalArgumentException("not a dialect: '" + delimiter + "' '" + quote + "' '" + escape + "'");
        }
    }

    /** The quoting character; never one of a text where there is none. */
    int quoteCharacter() {
        return quote.isEmpty() ? NONE : quote.charAt(0);
    }

    /** The escaping character, which may be the quote itself. */
    int escapeCharacter() {
        return escape.isEmpty() ? quoteCharacter() : escape.charAt(0);
    }
}
