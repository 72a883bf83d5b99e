package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.TableMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table as three states have it, where it is there: found by its id, or, if branches made it apart, by its name. */
record Threefold(
        @Nullable TableMemory base,
        @Nullable TableMemory theirs,
        @Nullable TableMemory ours) {
    /** All that base or theirs has. */
    static List<Threefold> of(ThreeStates states) {
        List<Threefold> tables = new ArrayList<>();
        Set<Integer> based = new HashSet<>();
        Set<Integer> owned = new HashSet<>();
        for (TableMemory theirs : states.theirs().live()) {
            Optional<TableMemory> base = counterpart(theirs, states.theirs(), states.base());
            Optional<TableMemory> ours = counterpart(theirs, states.theirs(), states.ours());
            base.ifPresent(table -> based.add(table.id()));
            ours.ifPresent(table -> owned.add(table.id()));
            tables.add(new Threefold(base.orElse(null), theirs, ours.orElse(null)));
        }
        for (TableMemory base : states.base().live()) {
            if (!based.contains(base.id())) {
                Optional<TableMemory> ours =
                        counterpart(base, states.base(), states.ours()).filter(table -> !owned.contains(table.id()));
                tables.add(new Threefold(base, null, ours.orElse(null)));
            }
        }
        return tables;
    }

    private static Optional<TableMemory> counterpart(TableMemory table, Memory own, Memory other) {
        return ThreeStates.live(other, table.id())
                .or(() -> other.table(table.name())
                        .filter(named -> ThreeStates.live(own, named.id()).isEmpty()));
    }

    /** The states in which it is there. */
    Stream<TableMemory> all() {
        return Stream.of(Optional.ofNullable(ours), Optional.ofNullable(theirs), Optional.ofNullable(base))
                .flatMap(Optional::stream);
    }

    /** As it is called here, or else there. */
    String name() {
        return all().findFirst().orElseThrow().name();
    }

    /** Whether it is a model wherever it is there. */
    boolean isModel() {
        return all().allMatch(table -> table.model().isPresent());
    }

    /** Whether it is a source wherever it is there. */
    boolean isSource() {
        return all().allMatch(table -> table.model().isEmpty());
    }
}
