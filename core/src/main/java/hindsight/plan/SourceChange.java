package hindsight.plan;

import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import java.util.List;

/**
 * A source whose declaration differs from what is remembered.
 *
 * @param before what is remembered
 * @param goal what it is after an apply
 * @param differences one clause each, at least one
 */
public record SourceChange(TableMemory before, TableDefinition goal, List<String> differences) {
    public SourceChange {
        differences = List.copyOf(differences);
    }

    public String name() {
        return goal.name();
    }

    /** Whether rows in the warehouse must be checked against a new key. */
    public boolean keyChanged() {
        return !goal.key().isEmpty() && !goal.key().equals(before.definition().key());
    }
}
