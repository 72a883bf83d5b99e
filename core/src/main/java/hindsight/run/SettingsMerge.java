package hindsight.run;

import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.merge.Conflict;
import hindsight.merge.ConflictPolicy;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is set of a table, merged three ways, one setting after the other. */
record SettingsMerge(
        @Nullable TableMemory base, TableMemory theirs, TableMemory ours, ConflictPolicy policy, MergedFacts merged) {
    /** @param word what the setting is called */
    <T> T merged(Function<TableDefinition, T> setting, String word) {
        T there = setting.apply(theirs.definition());
        T here = setting.apply(ours.definition());
        @Nullable T then = base == null ? null : setting.apply(base.definition());
        if (here.equals(there) || Objects.equals(then, there)) {
            return here;
        }
        if (here.equals(then)) {
            return there;
        }
        merged.clash(Conflict.of(ours.name(), "both changed its " + word));
        return policy == ConflictPolicy.FORCE ? there : here;
    }
}
