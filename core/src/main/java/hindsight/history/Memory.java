package hindsight.history;

import hindsight.schema.Name;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All tables as remembered at one commit.
 *
 * @param seq the commit; 0 before the first
 * @param tables by folded name, dropped ones included unless another table took their name
 */
public record Memory(long seq, Map<String, TableMemory> tables) {
    public static final Memory EMPTY = new Memory(0, Map.of());

    public Memory {
        tables = Map.copyOf(tables);
    }

    public static Memory of(long seq, Collection<TableMemory> tables) {
        Map<String, TableMemory> byName = new TreeMap<>();
        tables.stream()
                .sorted(Comparator.comparing(TableMemory::dropped).reversed().thenComparing(TableMemory::id))
                .forEach(table -> byName.put(Name.folded(table.name()), table));
        return new Memory(seq, byName);
    }

    /** The table of that name, unless it was dropped. */
    public Optional<TableMemory> table(String name) {
        return Optional.ofNullable(tables.get(Name.folded(name))).filter(table -> !table.dropped());
    }

    /** Tables that are not dropped, by name. */
    public List<TableMemory> live() {
        return tables.values().stream()
                .filter(table -> !table.dropped())
                .sorted(Comparator.comparing(TableMemory::name))
                .toList();
    }
}
