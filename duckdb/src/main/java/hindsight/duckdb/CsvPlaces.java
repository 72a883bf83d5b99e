package hindsight.duckdb;

import hindsight.problem.Location;
import java.io.IOException;

/** Finds the line of a row in a CSV file. */
final class CsvPlaces {
    private final CsvLayout layout;

    CsvPlaces(CsvLayout layout) {
        this.layout = layout;
    }

    /**
     * The place of a row, or of a value in it.
     *
     * @param row 0-based, not counting the header
     * @param column 0-based; negative for the row
     */
    Location place(long row, int column) throws IOException {
        try (CsvScanner scanner = layout.scan()) {
            long left = row;
            boolean headed = !layout.header();
            while (scanner.next()) {
                if (!counts(scanner)) {
                    continue;
                }
                if (!headed) {
                    headed = true;
                } else if (left-- == 0) {
                    return place(layout.file(), scanner, column);
                }
            }
        }
        return layout.file().location();
    }

    static Location place(InputFile file, CsvScanner scanner, int column) {
        if (column < 0 || column >= scanner.fields().size()) {
            return new Location(file.name(), (int) scanner.line(), 0, 0, "");
        }
        CsvScanner.Field field = scanner.fields().get(column);
        String excerpt = field.line() == scanner.line() ? scanner.excerpt() : "";
        return new Location(
                file.name(), (int) field.line(), (int) field.column(), Math.max(1, field.length()), excerpt);
    }

    /** Blank lines are no rows, but of a file of one column they are empty values. */
    private boolean counts(CsvScanner scanner) {
        return !scanner.isBlank() || layout.names().size() == 1;
    }
}
