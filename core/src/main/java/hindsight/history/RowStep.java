package hindsight.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one step did to the row of one key.
 *
 * @param seq the commit; 0 in a net diff
 * @param key values of the key columns
 * @param before the row's values before; null where there was no row
 * @param after the row's values after; null where there is none any more
 */
public record RowStep(
        long seq,
        List<@Nullable Object> key,
        @Nullable List<@Nullable Object> before,
        @Nullable List<@Nullable Object> after) {
    /** Whether a row came, went or stayed. */
    public enum Kind {
        ADDED,
        CHANGED,
        RETRACTED
    }

    /** A cell whose value is not what it was; a row that is not there has NULL in every cell. */
    public record Cell(
            String column,
            @Nullable Object before,
            @Nullable Object after) {}

    public RowStep {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a step without a row, of key " + key);
        }
    }

    public Kind kind() {
        if (before == null) {
            return Kind.ADDED;
        }
        return after == null ? Kind.RETRACTED : Kind.CHANGED;
    }

    /**
     * The cells that changed, those of the key left out.
     *
     * @param shape what the values' columns are
     */
    public List<Cell> cells(RowShape shape) {
        List<Cell> changed = new ArrayList<>();
        for (int i = 0; i < shape.columns().size(); i++) {
            @Nullable Object old = before == null ? null : before.get(i);
            @Nullable Object now = after == null ? null : after.get(i);
            if (!shape.key().contains(i) && !Objects.equals(old, now)) {
                changed.add(new Cell(shape.columns().get(i), old, now));
            }
        }
        return changed;
    }
}
