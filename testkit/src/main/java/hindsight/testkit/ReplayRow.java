package hindsight.testkit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A row as its values that are not NULL, in canonical text by column name. */
public record ReplayRow(SortedMap<String, String> cells) {
    public ReplayRow {
        cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
    }

    public static ReplayRow of(List<String> names, List<? extends @Nullable Object> values) {
        SortedMap<String, String> cells = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            Object value = values.get(i);
            if (value != null) {
                cells.put(names.get(i), Canonical.text(value));
            }
        }
        return new ReplayRow(cells);
    }

    public static ReplayRow of(Map<String, ? extends @Nullable Object> values) {
        List<String> names = List.copyOf(values.keySet());
        return of(names, names.stream().<@Nullable Object>map(values::get).toList());
    }

    /** The values of some columns. */
    public List<String> values(List<String> columns) {
        return columns.stream().map(name -> cells.getOrDefault(name, "NULL")).toList();
    }
}
