package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipException;

/** Finds what keeps a file from being CSV: damage, bytes that are no text, quotes that do not close, rows that are too long or short. */
final class CsvFaults {
    private final CsvLayout layout;

    CsvFaults(CsvLayout layout) {
        this.layout = layout;
    }

    Optional<Problem> find() {
        try {
            return new TextFault(layout.file(), layout.dialect().charset())
                    .find()
                    .or(this::brokenRecord);
        } catch (InvalidException damaged) {
            return Optional.of(damaged.problems().get(0));
        }
    }

    /** The failure behind an exception of reading the file. */
    InvalidException explained(IOException e) {
        return find().map(InvalidException::new)
                .orElseGet(
                        () -> layout.file().invalid("unreadable-file", "Cannot read the file: " + e.getMessage(), ""));
    }

    private Optional<Problem> brokenRecord() {
        int columns = layout.names().size();
        try (CsvScanner scanner = layout.scan()) {
            while (scanner.next()) {
                Optional<Problem> found = scanner.isBlank() ? Optional.empty() : fault(scanner, columns);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (EOFException | ZipException damaged) {
            return Optional.of(TextFault.corruptGzip(layout.file()));
        } catch (IOException e) {
            return Optional.of(Problem.error(
                    "unreadable-file", layout.file().location(), "Cannot read the file: " + e.getMessage(), ""));
        }
    }

    private Optional<Problem> fault(CsvScanner scanner, int columns) {
        if (scanner.fault() == CsvScanner.Fault.UNCLOSED) {
            int open = scanner.fields().size() - 1;
            return Optional.of(Problem.error(
                    "unclosed-quote",
                    CsvPlaces.place(layout.file(), scanner, open),
                    "Cannot read the row: the file ends before the quote that opens here is closed",
                    "Double the quotes inside of a value, or say csv: {quote: ''} when values are not quoted."));
        }
        if (scanner.fault() == CsvScanner.Fault.TEXT_AFTER_QUOTE) {
            return Optional.of(Problem.error(
                    "text-after-quote",
                    CsvPlaces.place(layout.file(), scanner, -1),
                    "Cannot read the row: text follows a closing quote",
                    "Double the quotes inside of a value, or say csv: {quote: ''} when values are not quoted."));
        }
        if (scanner.fault() == CsvScanner.Fault.TOO_LONG) {
            return Optional.of(Problem.error(
                    "long-value",
                    CsvPlaces.place(layout.file(), scanner, -1),
                    "Cannot read the row: a value in it is longer than " + (CsvScanner.LONGEST >> 20)
                            + " million characters",
                    "Load values as long as that from Parquet."));
        }
        int count = scanner.fields().size();
        boolean emptyEnd =
                count == columns + 1 && scanner.fields().get(columns).text().isEmpty();
        if (count == columns || emptyEnd) {
            return Optional.empty();
        }
        return Optional.of(count > columns ? tooMany(scanner, count, columns) : tooFew(scanner, count, columns));
    }

    private Problem tooMany(CsvScanner scanner, int count, int columns) {
        Location place = CsvPlaces.place(layout.file(), scanner, columns);
        return Problem.error(
                "ragged-row",
                place,
                "Cannot read the row: it has " + count + " fields, but there are " + columns + " columns",
                "A value with '" + layout.dialect().delimiter() + "' in it must stand in quotes.");
    }

    private Problem tooFew(CsvScanner scanner, int count, int columns) {
        return Problem.error(
                "ragged-row",
                CsvPlaces.place(layout.file(), scanner, count - 1),
                "Cannot read the row: it has " + count + (count == 1 ? " field" : " fields") + ", but there are "
                        + columns + " columns",
                "Write an empty field where a value is missing: '"
                        + layout.dialect().delimiter() + "' ends each.");
    }
}
