package hindsight.history;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a table's stored columns follow a new definition. A column keeps its physical columns while its type stays, gets one more
 * when it widens, and a new one when it changes its meaning, so that no physical column ever changes its type.
 *
 * @param columns in the order of the new definition
 * @param nextColumn first physical id that is still free afterwards
 * @param fresh physical columns to make: ids with their columns
 * @param rehash whether rows that stay have another hash than before
 */
public record Evolution(List<StoredColumn> columns, int nextColumn, List<Fresh> fresh, boolean rehash) {
    /** A physical column to make. */
    public record Fresh(int id, Column column) {}

    public Evolution {
        columns = List.copyOf(columns);
        fresh = List.copyOf(fresh);
    }

    /** The first definition of a table. */
    public static Evolution begin(TableDefinition definition) {
        return of(List.of(), 1, definition);
    }

    /**
     * Another definition of a table.
     *
     * @param old its columns so far
     * @param nextColumn first free physical id
     */
    public static Evolution of(List<StoredColumn> old, int nextColumn, TableDefinition definition) {
        List<StoredColumn> columns = new ArrayList<>();
        List<Fresh> fresh = new ArrayList<>();
        Set<StoredColumn> kept = new HashSet<>();
        int next = nextColumn;
        for (Column column : definition.schema().columns()) {
            Optional<StoredColumn> before = old.stream()
                    .filter(stored -> stored.column().named(column.name()))
                    .findFirst();
            List<Integer> carried = before.filter(stored -> carries(stored, column.type()))
                    .map(StoredColumn::physical)
                    .orElse(List.of());
            List<Integer> physical = new ArrayList<>(carried);
            boolean sameType =
                    before.isPresent() && before.get().column().type().equals(column.type());
            if (!sameType) {
                physical.add(0, next);
                fresh.add(new Fresh(next, column));
                next++;
            }
            boolean exact = !definition.inexact().contains(column.name());
            if (!carried.isEmpty() && before.get().exact() == exact) {
                kept.add(before.get());
            }
            columns.add(new StoredColumn(column, physical, exact));
        }
        return new Evolution(columns, next, fresh, kept.size() < old.size());
    }

    /**
     * A definition that another branch has, in the columns in which it is stored there. What is written here stays readable: where a column
     * goes on, so do its physical columns.
     *
     * @param old columns here so far
     * @param there columns of the definition there
     */
    public static Evolution joining(
            List<StoredColumn> old, List<StoredColumn> there, int nextColumn, TableDefinition definition) {
        Evolution apart = of(old, nextColumn, definition);
        List<StoredColumn> columns = new ArrayList<>();
        for (StoredColumn column : there) {
            Set<Integer> physical = new LinkedHashSet<>(column.physical());
            old.stream()
                    .filter(before -> before.column().named(column.name())
                            && carries(before, column.column().type()))
                    .forEach(before -> physical.addAll(before.physical()));
            columns.add(new StoredColumn(column.column(), List.copyOf(physical), column.exact()));
        }
        return new Evolution(columns, nextColumn, List.of(), apart.rehash());
    }

    private static boolean carries(StoredColumn stored, DataType type) {
        return stored.column().type().widen(type).filter(type::equals).isPresent();
    }
}
