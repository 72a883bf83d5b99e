package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table that a model was made of before, and the one that took its place, each with what it was made of in turn.
 *
 * @param before null where it was not there yet
 * @param after null where it is not there any more
 * @param data where a source is looked up that is not there any more in what the model is made of
 * @param clock what it saw as now before; where it was not there yet, what its reader did
 * @param inputs in the order of the logic before, then those that are new
 * @param alike whether all logic before and after is the same
 * @param unmoved whether the sources that it was made of before have the same rows after
 * @param timely whether its logic after, with all that it is made of, gives the same under the clock before
 */
record Counterparts(
        @Nullable Seen before,
        @Nullable Seen after,
        Memory data,
        Instant clock,
        List<Counterparts> inputs,
        boolean alike,
        boolean unmoved,
        boolean timely) {
    Counterparts {
        inputs = List.copyOf(inputs);
    }

    /** Where a source that was there before has its rows after; empty where it has none any more. */
    static Optional<Seen> moved(Seen source, @Nullable Seen after, Memory data) {
        if (after != null) {
            return Optional.of(after);
        }
        Optional<TableMemory> there = data.table(source.table().name());
        return there.map(table -> new Seen(table, data)).filter(Seen::isSource);
    }

    /** Whether two of different times are one table. */
    static boolean isSame(Seen before, Seen after) {
        boolean sameKind = before.isSource() == after.isSource();
        boolean sameTable = before.table().id() == after.table().id();
        return sameKind
                && (sameTable
                        || before.isSource()
                                && Name.same(
                                        before.table().name(), after.table().name()));
    }
}
