package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.schema.Name;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is merged: what base and theirs differ in is carried over to ours. To undo a commit, base is the state after it and theirs the state
 * before; to restore a commit, base is ours and theirs the state then.
 */
record ThreeStates(Memory base, Memory theirs, Memory ours) {
    /** Ids of all tables that base or theirs has. */
    Set<Integer> tables() {
        Set<Integer> ids = new TreeSet<>();
        Stream.of(base, theirs).forEach(memory -> memory.live().forEach(table -> ids.add(table.id())));
        return ids;
    }

    /** The table of an id, unless it is dropped. */
    static Optional<TableMemory> live(Memory memory, int id) {
        return ever(memory, id).filter(table -> !table.dropped());
    }

    /** The table of an id. */
    static Optional<TableMemory> ever(Memory memory, int id) {
        return memory.tables().values().stream()
                .filter(table -> table.id() == id)
                .findFirst();
    }

    /** The table that has a name, dropped or not. */
    static Optional<TableMemory> named(Memory memory, String name) {
        return Optional.ofNullable(memory.tables().get(Name.folded(name)));
    }
}
