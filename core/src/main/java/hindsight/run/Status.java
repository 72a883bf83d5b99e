package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.plan.Plan;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.SourceDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says where the warehouse stands: head, what is pending, how fresh each table is, how much space it takes. */
public final class Status {
    private final Workspace workspace;

    public Status(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Where the warehouse stands.
     *
     * @param head the newest commit
     * @param bytes on disk
     * @param tables as remembered, by name
     * @param unloaded sources that are declared and never were loaded
     * @param plan what an apply would do; empty where the project's files do not allow to say
     * @param obstacles why there is no plan
     */
    public record Result(
            Optional<Commit> head,
            Path warehouse,
            long bytes,
            List<Table> tables,
            List<String> unloaded,
            Optional<Plan> plan,
            List<Problem> obstacles) {
        public Result {
            tables = List.copyOf(tables);
            unloaded = List.copyOf(unloaded);
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * A table.
     *
     * @param changed the last commit that changed its rows
     * @param basis the commit that a model reflects
     */
    public record Table(TableMemory memory, Optional<Commit> changed, Optional<Commit> basis) {}

    /** Looks. */
    public Result run() {
        List<Problem> obstacles = new ArrayList<>();
        Optional<Planning> planning = Planning.attempt(workspace, obstacles);
        return workspace.reading(store -> {
            Memory memory = Plans.head(store);
            Map<Long, Optional<Commit>> commits = new HashMap<>();
            List<Table> tables = memory.live().stream()
                    .map(table -> table(table, store, commits))
                    .toList();
            return new Result(
                    store.commit(memory.seq()),
                    workspace.project().settings().warehouse(),
                    store.bytes(),
                    tables,
                    workspace.project().sources().stream()
                            .map(SourceDefinition::name)
                            .filter(name -> memory.table(name).isEmpty())
                            .toList(),
                    planning.flatMap(ready -> plan(ready, memory, obstacles)),
                    obstacles);
        });
    }

    private static Table table(TableMemory table, Store store, Map<Long, Optional<Commit>> commits) {
        @Nullable Long basis = table.model().map(model -> model.basis()).orElse(null);
        return new Table(
                table,
                commits.computeIfAbsent(table.changedAt(), store::commit),
                basis == null ? Optional.empty() : commits.computeIfAbsent(basis, store::commit));
    }

    private static Optional<Plan> plan(Planning planning, Memory memory, List<Problem> obstacles) {
        try {
            return Optional.of(planning.plan(memory));
        } catch (InvalidException invalid) {
            obstacles.addAll(invalid.problems());
            return Optional.empty();
        }
    }
}
