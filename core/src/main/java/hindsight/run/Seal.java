package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.TableMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Rewrites the history of tables so that their states of long ago are read as fast as those of today. Answers nothing differently. */
public final class Seal {
    private final Workspace workspace;

    public Seal(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What was sealed, up to which commit. */
    public record Result(long seq, List<Table> tables) {
        public Result {
            tables = List.copyOf(tables);
        }
    }

    /**
     * A table.
     *
     * @param versions how many row versions are sealed; empty: nothing was new since it was sealed last
     */
    public record Table(String name, OptionalLong versions) {}

    /**
     * Seals tables, each in a transaction of its own.
     *
     * @param names of the tables; none: all that store rows
     * @throws hindsight.problem.InvalidException when there is no such table, or it is a view; then none is sealed
     */
    public Result run(List<String> names) {
        return workspace.writing(store -> {
            Memory memory = Plans.head(store);
            List<Table> sealed = new ArrayList<>();
            for (TableMemory table : new StoredTables(store, workspace).named(names, memory, "seal")) {
                workspace.progress().step("seal " + table.name());
                sealed.add(new Table(table.name(), store.keeping().seal(table, workspace.author())));
            }
            return new Result(memory.seq(), sealed);
        });
    }
}
