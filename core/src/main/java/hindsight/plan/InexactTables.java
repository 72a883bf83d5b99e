package hindsight.plan;

import hindsight.history.TableDefinition;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Name;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which columns of tables are inexact, as their definitions say. That rows are is not remembered: whoever reads them reads what is
 * stored.
 */
public final class InexactTables implements InexactInputs {
    private final Function<String, Optional<TableDefinition>> definitions;

    /** @param definitions of tables, by name */
    public InexactTables(Function<String, Optional<TableDefinition>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public boolean isInexact(String table, String column) {
        return definitions
                .apply(table)
                .filter(found -> found.inexact().stream().anyMatch(name -> Name.same(name, column)))
                .isPresent();
    }

    @Override
    public boolean hasInexactRows(String table) {
        return false;
    }
}
