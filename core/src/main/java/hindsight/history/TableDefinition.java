package hindsight.history;

import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a table is, as a commit defines it.
 *
 * @param name unique among the tables that are not dropped
 * @param schema columns as users see them
 * @param inexact names of columns whose values may differ in the last digits between recomputations
 * @param key columns whose values name a row; empty: a bag
 * @param load for sources: the kind of load
 */
public record TableDefinition(
        String name,
        TableRole role,
        Schema schema,
        Set<String> inexact,
        List<String> key,
        Optional<Effective> effective,
        Optional<LoadKind> load) {
    public TableDefinition {
        inexact = Set.copyOf(inexact);
        key = List.copyOf(key);
    }

    /** The same under another name. */
    public TableDefinition named(String other) {
        return new TableDefinition(other, role, schema, inexact, key, effective, load);
    }

    /** The same with other settings. */
    public TableDefinition with(TableSettings settings) {
        return new TableDefinition(name, settings.role(), schema, inexact, settings.key(), settings.effective(), load);
    }

    /** For how long a row is true, where rows say that. */
    public Optional<Effective.Period> period() {
        return effective.flatMap(Effective::period);
    }

    /** The columns that name what a row is a state of: the key, without the beginning of a period. */
    public List<String> entity() {
        return key.stream()
                .filter(column -> period().filter(period -> Name.same(period.from(), column))
                        .isEmpty())
                .toList();
    }
}
