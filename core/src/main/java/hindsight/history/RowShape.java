package hindsight.history;

import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a row are.
 *
 * @param columns names in order
 * @param key 0-based places of the key columns, in the order of the key; empty: a bag
 */
public record RowShape(List<String> columns, List<Integer> key) {
    public RowShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** A shape whose key columns are named. */
    public static RowShape of(List<String> columns, List<String> key) {
        List<String> folded = columns.stream().map(Name::folded).toList();
        return new RowShape(
                columns,
                key.stream().map(name -> folded.indexOf(Name.folded(name))).toList());
    }

    /** The names of the key columns. */
    public List<String> keyNames() {
        return key.stream().map(columns::get).toList();
    }

    /** The values of the key columns. */
    public List<@Nullable Object> keyOf(List<@Nullable Object> values) {
        List<@Nullable Object> found = new ArrayList<>();
        key.forEach(place -> found.add(values.get(place)));
        return found;
    }
}
