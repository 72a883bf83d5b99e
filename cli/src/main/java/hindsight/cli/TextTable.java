package hindsight.cli;

import hindsight.problem.OneLine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Lays rows out under headers. Widths follow from the first rows; the rest is streamed in them, so a table may be as long as
 * it likes.
 *
 * @param columns at least one
 */
record TextTable(List<Column> columns) {
    private static final int MEASURED_ROWS = 1000;
    private static final String GAP = "  ";

    /** A column; numbers stand right. */
    record Column(String header, boolean right) {
        static Column text(String header) {
            return new Column(header, false);
        }

        static Column number(String header) {
            return new Column(header, true);
        }
    }

    /** One cell for each column. */
    record Row(Tone tone, List<String> cells) {
        Row {
            cells = cells.stream().map(OneLine::of).toList();
        }

        static Row of(String... cells) {
            return new Row(Tone.PLAIN, List.of(cells));
        }
    }

    TextTable {
        columns = List.copyOf(columns);
    }

    static TextTable of(Column... columns) {
        return new TextTable(List.of(columns));
    }

    /** Prints header and rows; reads the rows once, and stops early when nobody reads the output any more. */
    void print(Iterator<Row> rows, Output output) {
        List<Row> first = new ArrayList<>();
        while (first.size() < MEASURED_ROWS && rows.hasNext()) {
            first.add(rows.next());
        }
        int[] widths = widths(first);
        output.line(Tone.STRONG, line(columns.stream().map(Column::header).toList(), widths));
        first.forEach(row -> output.line(row.tone(), line(row.cells(), widths)));
        while (rows.hasNext() && !output.isAbandoned()) {
            Row row = rows.next();
            output.line(row.tone(), line(row.cells(), widths));
        }
    }

    void print(List<Row> rows, Output output) {
        print(rows.iterator(), output);
    }

    private int[] widths(List<Row> rows) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    DisplayText.width(columns.get(i).header()),
                    rows.stream()
                            .mapToInt(row -> DisplayText.width(row.cells().get(column)))
                            .max()
                            .orElse(0));
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(Math.max(0, widths[i] - DisplayText.width(cells.get(i))));
            boolean right = columns.get(i).right();
            line.append(i == 0 ? "" : GAP).append(right ? blanks : "").append(cells.get(i));
            line.append(right ? "" : blanks);
        }
        return line.toString().stripTrailing();
    }
}
