package hindsight.cli;

import hindsight.history.Rows;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as they come, up to a limit, in one of several forms; stops when nobody reads the output any more. */
final class RowWriter {
    private static final int CHUNK = 1 << 15;
    private static final int CHECKED_ROWS = 1000;

    private final Rows rows;
    private final RowCells cells;
    private final long limit;
    private long written;
    private boolean abandoned;

    RowWriter(Rows rows, long limit) {
        this.rows = rows;
        this.cells = new RowCells(rows);
        this.limit = limit;
    }

    /** How many rows were written. */
    long written() {
        return written;
    }

    /** Whether there were more than the limit. */
    boolean isCut() {
        return written == limit && cells.hasNext();
    }

    void writeTable(Output output) {
        List<TextTable.Column> columns = RowCells.columns(rows.schema());
        Iterator<TextTable.Row> lines = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return more();
            }

            @Override
            public TextTable.Row next() {
                return new TextTable.Row(
                        Tone.PLAIN,
                        RowWriter.this.next().stream().map(DisplayText::of).toList());
            }
        };
        new TextTable(columns).print(lines, output);
    }

    /** Writes the elements of an array that is open. */
    void writeJson(JsonOutput json) {
        List<String> names = rows.schema().names();
        while (more()) {
            ColumnsJson.row(names, next(), json);
        }
    }

    /** Writes one array. */
    void writeJson(PrintStream stream) {
        JsonOutput json = new JsonOutput(stream);
        json.array(() -> {
            while (more()) {
                ColumnsJson.row(rows.schema().names(), next(), json);
                abandoned = written % CHECKED_ROWS == 0 && stream.checkError();
            }
        });
        json.flush();
        stream.print('\n');
    }

    /** Writes a header and rows; NULL is nothing between the commas, the empty text is {@code ""}. */
    void writeCsv(PrintStream stream) {
        StringBuilder text = new StringBuilder();
        CsvLine.append(rows.schema().names(), text);
        while (more()) {
            CsvLine.append(next(), text);
            if (text.length() > CHUNK) {
                stream.append(text);
                text.setLength(0);
                abandoned = stream.checkError();
            }
        }
        stream.append(text);
    }

    private boolean more() {
        return written < limit && !abandoned && cells.hasNext();
    }

    private List<@Nullable Object> next() {
        written++;
        return cells.next();
    }
}
