package hindsight.history;

import hindsight.project.Effective;
import hindsight.schema.Name;
import java.util.List;
import java.util.Optional;

/**
 * What a model's file says of its table beside the SQL.
 *
 * @param role a model's or a view's
 * @param key columns whose values name a row; empty: a bag
 */
public record TableSettings(TableRole role, List<String> key, Optional<Effective> effective) {
    public TableSettings {
        key = List.copyOf(key);
    }

    public static TableSettings of(TableDefinition table) {
        return new TableSettings(table.role(), table.key(), table.effective());
    }

    /** Whether another one says the same, however it spells names. */
    public boolean isSame(TableSettings other) {
        return role == other.role
                && folded(key).equals(folded(other.key))
                && folded(columns()).equals(folded(other.columns()));
    }

    private List<String> columns() {
        return effective.map(Effective::columns).orElse(List.of());
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(Name::folded).toList();
    }
}
