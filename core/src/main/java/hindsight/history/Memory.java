package hindsight.history;

import hindsight.schema.Name;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All tables as remembered at one commit.
 *
 * @param seq the commit; 0 before the first
 * @param tables by folded name, dropped ones included unless another table took their name
 * @param reversals by id of a table: the last commit that took back or merged what it is
 */
public record Memory(long seq, Map<String, TableMemory> tables, Map<Integer, Reversal> reversals) {
    public static final Memory EMPTY = new Memory(0, Map.of(), Map.of());

    public Memory {
        tables = Map.copyOf(tables);
        reversals = Map.copyOf(reversals);
    }

    public static Memory of(long seq, Collection<TableMemory> tables) {
        return of(seq, tables, Map.of());
    }

    public static Memory of(long seq, Collection<TableMemory> tables, Map<Integer, Reversal> reversals) {
        Map<String, TableMemory> byName = new TreeMap<>();
        tables.stream()
                .sorted(Comparator.comparing(TableMemory::dropped).reversed().thenComparing(TableMemory::id))
                .forEach(table -> byName.put(Name.folded(table.name()), table));
        return new Memory(seq, byName, reversals);
    }

    /** A commit that set what is in force apart from what files declare. */
    public record Reversal(long seq, CommitKind kind) {
        /** In words such as {@code undo #9}. */
        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " #" + seq;
        }
    }

    /** The last one that set what a model is. */
    public Optional<Reversal> reversal(TableMemory model) {
        return Optional.ofNullable(reversals.get(model.id()));
    }

    /** A model that a commit dropped by taking back what made it: its file may still be there. */
    public Optional<TableMemory> withdrawn(String name) {
        return Optional.ofNullable(tables.get(Name.folded(name)))
                .filter(TableMemory::dropped)
                .filter(table -> reversal(table)
                        .filter(last -> last.seq() == table.definedAt())
                        .isPresent());
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
