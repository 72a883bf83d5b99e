package hindsight.relation.canonical;

import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a relation may differ between two computations over the same inputs.
 *
 * @param columns for each column the reason why its values may, such as {@code sum of floating values}; empty where they are exact
 * @param rows why it may differ which rows there are and how often, beyond the values of inexact columns; empty where it may not
 */
public record Precision(List<String> columns, String rows) {
    public Precision {
        columns = List.copyOf(columns);
    }

    static Precision exact(int width) {
        return new Precision(Collections.nCopies(width, ""), "");
    }

    /** Whether no column and no row may differ. */
    public boolean isExact() {
        return rows.isEmpty() && columns.stream().allMatch(String::isEmpty);
    }

    /**
     * The columns whose values may differ, and why. Where the rows may, others can be missing with their row, but do not differ by
     * themselves.
     *
     * @param names of the columns, in order
     */
    public Map<String, String> reasons(List<String> names) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).isEmpty()) {
                reasons.put(names.get(i), columns.get(i));
            }
        }
        return reasons;
    }

    /** Positions of the columns that may differ. */
    public BitSet inexact() {
        BitSet inexact = new BitSet();
        for (int i = 0; i < columns.size(); i++) {
            inexact.set(i, !columns.get(i).isEmpty());
        }
        return inexact;
    }
}
