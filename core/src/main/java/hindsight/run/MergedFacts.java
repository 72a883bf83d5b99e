package hindsight.run;

import hindsight.history.StagedDiff;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.merge.Conflict;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What merging primary facts came to. Filled while it is found. */
final class MergedFacts {
    final List<Source> sources = new ArrayList<>();
    /** The logic that is to be in force, by folded name of the model, where it is another than now. */
    final Map<String, Timeline<LogicText>> logic = new LinkedHashMap<>();
    /** Models that come back, by folded name, as they were. */
    final Map<String, TableMemory> returning = new LinkedHashMap<>();
    /** Models that go. */
    final Set<String> dropped = new LinkedHashSet<>();
    /** New names of models, by folded old one. */
    final Map<String, String> renamed = new LinkedHashMap<>();

    final List<Conflict> conflicts = new ArrayList<>();
    /** How many there are; those of many rows are not all told. */
    long clashes;
    /** Whether base and theirs differ in anything. */
    boolean differ;

    /** What becomes of a source. */
    enum Fate {
        STAYS,
        GOES,
        RETURNS
    }

    /**
     * A source that changes.
     *
     * @param before as it is; of one that returns, as it was
     * @param diff of its rows, in the columns of {@code written}
     * @param written what it is while its rows are written: with all columns of before and after
     * @param after what it is afterwards
     */
    record Source(TableMemory before, Fate fate, StagedDiff diff, TableMemory written, TableDefinition after) {
        String name() {
            return before.name();
        }

        boolean isRedefined() {
            return !after.schema().equals(before.definition().schema());
        }
    }

    /** Whether there is nothing to do. */
    boolean isNothing() {
        return sources.isEmpty() && logic.isEmpty() && returning.isEmpty() && dropped.isEmpty() && renamed.isEmpty();
    }

    boolean drops(String model) {
        return dropped.contains(Name.folded(model));
    }

    void clash(Conflict conflict) {
        conflicts.add(conflict);
        clashes++;
    }
}
