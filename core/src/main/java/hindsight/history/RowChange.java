package hindsight.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that was added or retracted.
 *
 * @param seq the commit that did it; 0 in a net diff, which belongs to no single one
 * @param weight how often it was added; negative: retracted
 * @param values in the order of the table's columns, as {@link Rows#value} gives them
 */
public record RowChange(long seq, long weight, List<@Nullable Object> values) {
    public RowChange {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
