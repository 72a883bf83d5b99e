package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.StagedDiff;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
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
import java.util.stream.Stream;

/** What merging primary facts came to. Filled while it is found. */
final class MergedFacts {
    final List<Source> sources = new ArrayList<>();
    /** The logic that is to be in force, by folded name of the model, where it is another than now. */
    final Map<String, Timeline<LogicText>> logic = new LinkedHashMap<>();
    /** What files are to declare, by folded name of the model, where that is something else than now. */
    final Map<String, Timeline<LogicText>> declared = new LinkedHashMap<>();
    /** What models are to be beside their SQL, by folded name, where it is something else than now; their columns follow. */
    final Map<String, TableSettings> settings = new LinkedHashMap<>();
    /** What files are to say of that, by folded name of the model, where it is not what they said. */
    final Map<String, TableSettings> declaredSettings = new LinkedHashMap<>();
    /** Models that come back, or come from another branch, by folded name, as they are there. */
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
    /** Whether it is to be remembered that they were merged, even if nothing comes of it. */
    boolean settled;

    /** What becomes of a source. */
    enum Fate {
        STAYS,
        GOES,
        RETURNS,
        /** From another branch. */
        COMES
    }

    /**
     * A source that changes.
     *
     * @param before as it is; of one that returns, as it was; of one that comes, as it is there
     * @param diff of its rows, in the columns of {@code written}
     * @param written what it is while its rows are written: with all columns of before and after
     * @param after what it is afterwards
     */
    record Source(TableMemory before, Fate fate, StagedDiff diff, TableMemory written, TableDefinition after) {
        String name() {
            return before.name();
        }

        /** How it changes, in a few words. */
        String change() {
            if (!after.schema().equals(before.definition().schema())) {
                return "rows and columns";
            }
            return diff.isEmpty() && isRedefined() ? "definition" : "rows";
        }

        boolean isRedefined() {
            return !after.equals(before.definition());
        }
    }

    /** Whether there is nothing to do. */
    boolean isNothing() {
        return Stream.of(logic, declared, settings, declaredSettings, returning, renamed)
                        .allMatch(Map::isEmpty)
                && sources.isEmpty()
                && !settled
                && dropped.isEmpty();
    }

    /** Whether a source will be there. */
    boolean has(Memory ours, String source) {
        return sources.stream()
                .filter(changed -> Name.same(changed.name(), source))
                .findFirst()
                .map(changed -> changed.fate() != Fate.GOES)
                .orElseGet(() -> ours.table(source).isPresent());
    }

    boolean drops(String model) {
        return dropped.contains(Name.folded(model));
    }

    void clash(Conflict conflict) {
        conflicts.add(conflict);
        clashes++;
    }
}
