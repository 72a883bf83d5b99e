package hindsight.history;

import hindsight.schema.Column;
import hindsight.schema.Schema;
import java.util.List;

/**
 * A column as stored.
 *
 * @param column as users see it
 * @param physical ids of the physical columns that carry it, newest first: more than one after its type was widened
 * @param exact whether its values are the same on every recomputation; inexact ones are left out of digests
 */
public record StoredColumn(Column column, List<Integer> physical, boolean exact) {
    public StoredColumn {
        physical = List.copyOf(physical);
        if (physical.isEmpty()) {
            throw new IllegalArgumentException("column " + column.name() + " is stored nowhere");
        }
    }

    public String name() {
        return column.name();
    }

    /** Whether its values go on in the column of its name under other columns, with the type that it has there. */
    public boolean isCarriedOn(Schema others) {
        return others.column(name())
                .flatMap(other -> column.type().widen(other.type()).filter(other.type()::equals))
                .isPresent();
    }
}
