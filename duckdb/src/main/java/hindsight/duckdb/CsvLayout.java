package hindsight.duckdb;

import hindsight.problem.Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.util.List;

/**
 * What is known of a CSV file once its first line was read.
 *
 * @param names of its columns, in order
 * @param header whether they stand in the file
 * @param blankLines before the header
 * @param headerPlaces where the names stand; as many as names where there is a header
 * @param longest bytes of the longest record, where that is known to be more than the engine reads unasked; else 0
 */
record CsvLayout(
        InputFile file,
        CsvDialect dialect,
        List<String> names,
        boolean header,
        int blankLines,
        List<Location> headerPlaces,
        long longest) {
    CsvLayout {
        names = List.copyOf(names);
        headerPlaces = List.copyOf(headerPlaces);
    }

    /** Whether one statement can read both. */
    boolean isLike(CsvLayout other) {
        return names.equals(other.names)
                && dialect.equals(other.dialect)
                && header == other.header
                && blankLines == other.blankLines
                && file.gzipped() == other.file.gzipped();
    }

    /** The same records in a copy. */
    CsvLayout at(InputFile copy, CsvDialect written, int leadingBlankLines, long longestRecord) {
        return new CsvLayout(copy, written, names, header, leadingBlankLines, headerPlaces, longestRecord);
    }

    /** Its records, header included. Bytes that are no text of its encoding are replaced. */
    CsvScanner scan() throws IOException {
        return new CsvScanner(reader(file, dialect), dialect);
    }

    static Reader reader(InputFile file, CsvDialect dialect) throws IOException {
        return new BufferedReader(new InputStreamReader(
                file.open(),
                dialect.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    }
}
