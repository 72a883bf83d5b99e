package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import java.util.List;

/** Tables that store rows, as commands name them that rewrite how those are stored. */
final class StoredTables {
    private final TableLookup lookup;

    StoredTables(Store store, Workspace workspace) {
        this.lookup = new TableLookup(store, new States(store, workspace.engine()), workspace.project());
    }

    /**
     * The tables, by name.
     *
     * @param names none: all
     * @param verb what is to be done to them
     * @throws hindsight.problem.InvalidException when there is no such table
     * @throws UsageException when one is a view
     */
    List<TableMemory> named(List<String> names, Memory memory, String verb) {
        if (names.isEmpty()) {
            return memory.live().stream().filter(table -> !table.isView()).toList();
        }
        List<TableMemory> tables = names.stream()
                .map(name -> lookup.at(name, memory.seq()))
                .distinct()
                .toList();
        tables.stream().filter(TableMemory::isView).findFirst().ifPresent(view -> {
            throw new UsageException(Problem.error(
                    "no-history",
                    "Cannot " + verb + " " + view.name() + ": it is a view, which stores no rows",
                    "Name tables, or none for all of them."));
        });
        return tables;
    }
}
