package hindsight.cli;

import hindsight.history.Rows;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows of a store one after the other, each as its values. */
final class RowCells implements Iterator<List<@Nullable Object>> {
    private final Rows rows;
    private final int width;
    private boolean ready;
    private boolean more;

    RowCells(Rows rows) {
        this.rows = rows;
        this.width = rows.schema().columns().size();
    }

    @Override
    public boolean hasNext() {
        if (!ready) {
            more = rows.next();
            ready = true;
        }
        return more;
    }

    @Override
    public List<@Nullable Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            values.add(rows.value(i));
        }
        return values;
    }

    /** The columns of a text table for these columns: numbers stand right. */
    static List<TextTable.Column> columns(Schema schema) {
        return schema.columns().stream()
                .map(column -> new TextTable.Column(column.name(), isNumber(column.type())))
                .toList();
    }

    static boolean isNumber(DataType type) {
        return switch (type.family()) {
            case INTEGER, DECIMAL, FLOATING -> true;
            case BOOLEAN, TEXT, DATE_TIME, ZONED, OTHER -> false;
        };
    }
}
