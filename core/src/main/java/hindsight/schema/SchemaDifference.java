package hindsight.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of a table differ between two moments, told by name; their order does not count.
 *
 * @param added columns that are only there afterwards
 * @param removed columns that were only there before
 * @param retyped columns of another type than before
 */
public record SchemaDifference(List<Column> added, List<Column> removed, List<Retyped> retyped) {
    /** No difference. */
    public static final SchemaDifference NONE = new SchemaDifference(List.of(), List.of(), List.of());

    /** A column that was of one type and is of another, under the name that it has afterwards. */
    public record Retyped(String name, DataType from, DataType to) {}

    public SchemaDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        retyped = List.copyOf(retyped);
    }

    /** What differs from {@code before} to {@code after}. */
    public static SchemaDifference between(Schema before, Schema after) {
        List<Retyped> retyped = new ArrayList<>();
        for (Column now : after.columns()) {
            before.column(now.name())
                    .filter(old -> !old.type().equals(now.type()))
                    .ifPresent(old -> retyped.add(new Retyped(now.name(), old.type(), now.type())));
        }
        return new SchemaDifference(missing(after, before), missing(before, after), retyped);
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && retyped.isEmpty();
    }

    /** Columns of one schema that the other has not. */
    private static List<Column> missing(Schema one, Schema other) {
        return one.columns().stream()
                .filter(column -> other.column(column.name()).isEmpty())
                .toList();
    }
}
