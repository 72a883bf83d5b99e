package hindsight.run;

import hindsight.history.RowChange;
import hindsight.history.Rows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows of {@code _seq, _weight, columns…} as changes, one after the other. */
final class RowChanges implements Iterator<RowChange> {
    private final Rows rows;
    private final int width;
    private boolean ready;
    private boolean more;

    RowChanges(Rows rows) {
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
    public RowChange next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 2; i < width; i++) {
            values.add(rows.value(i));
        }
        return new RowChange(Numbers.whole(rows.value(0)), Numbers.whole(rows.value(1)), values);
    }
}
