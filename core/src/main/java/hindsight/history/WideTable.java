package hindsight.history;

import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table with every column that it has or had: what a diff over a change of its definition is told in. A column that went and came back is
 * one column, wherever its values are stored, if the later type holds those of before: no row version has values in both places. Where
 * the type was replaced, the column of before keeps its name with the type behind it.
 */
public final class WideTable {
    private final TableMemory now;
    private final List<StoredColumn> columns;
    private final Map<String, String> originalNames = new LinkedHashMap<>();

    private WideTable(TableMemory now) {
        this.now = now;
        this.columns = new ArrayList<>(now.columns());
        columns.forEach(column -> originalNames.put(column.name(), column.name()));
    }

    /**
     * The union of columns.
     *
     * @param now whose columns come first, as they are
     * @param before other memories of the same table, in any order
     */
    public static WideTable of(TableMemory now, List<TableMemory> before) {
        WideTable wide = new WideTable(now);
        before.stream().flatMap(table -> table.columns().stream()).forEach(wide::include);
        return wide;
    }

    /** The table that has them all. */
    public TableMemory memory() {
        TableDefinition is = now.definition();
        TableDefinition definition = new TableDefinition(
                is.name(),
                is.role(),
                new Schema(columns.stream().map(StoredColumn::column).toList()),
                columns.stream().filter(c -> !c.exact()).map(StoredColumn::name).collect(Collectors.toSet()),
                is.key(),
                is.effective(),
                is.load());
        return now.as(definition, columns, now.dropped());
    }

    /** Names, among the columns of {@link #memory}, of those that users know or knew by {@code name}. */
    public Set<String> named(String name) {
        return originalNames.entrySet().stream()
                .filter(entry -> Name.same(entry.getValue(), name))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The name under which users know, or knew, a column of {@link #memory}. */
    public String originalName(String column) {
        return originalNames.getOrDefault(column, column);
    }

    /** Columns of a table that other columns do not carry on, under names beside those: as a diff over the change tells them. */
    public static List<StoredColumn> leftBehind(TableMemory before, Schema others) {
        Set<String> used = new HashSet<>();
        others.names().forEach(name -> used.add(Name.folded(name)));
        List<StoredColumn> left = new ArrayList<>();
        for (StoredColumn column : before.columns()) {
            if (!column.isCarriedOn(others)) {
                String name = unused(column.column(), used);
                used.add(Name.folded(name));
                left.add(new StoredColumn(new Column(name, column.column().type()), column.physical(), column.exact()));
            }
        }
        return left;
    }

    /** The name of a column of before, with the type behind it as often as it takes to be none of {@code used}, which are folded. */
    public static String unused(Column column, Set<String> used) {
        String name = column.name();
        while (used.contains(Name.folded(name))) {
            name = name + " (" + column.type() + ")";
        }
        return name;
    }

    private void include(StoredColumn column) {
        if (columns.stream().anyMatch(known -> known.physical().containsAll(column.physical()))) {
            return;
        }
        Optional<StoredColumn> same =
                columns.stream().filter(known -> isSame(known, column)).findFirst();
        if (same.isPresent()) {
            columns.set(columns.indexOf(same.get()), joined(same.get(), column));
        } else {
            String name = unused(
                    column.column(),
                    columns.stream().map(known -> Name.folded(known.name())).collect(Collectors.toSet()));
            columns.add(new StoredColumn(new Column(name, column.column().type()), column.physical(), column.exact()));
            originalNames.put(name, column.name());
        }
    }

    private boolean isSame(StoredColumn known, StoredColumn before) {
        return known.physical().contains(before.physical().get(0))
                || before.column().named(originalName(known.name()))
                        && before.column()
                                .type()
                                .widen(known.column().type())
                                .filter(known.column().type()::equals)
                                .isPresent();
    }

    private static StoredColumn joined(StoredColumn known, StoredColumn before) {
        Set<Integer> physical = new LinkedHashSet<>(known.physical());
        physical.addAll(before.physical());
        return new StoredColumn(known.column(), List.copyOf(physical), known.exact());
    }
}
