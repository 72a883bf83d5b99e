package hindsight.run;

import hindsight.history.Branch;
import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.problem.UsageException;
import java.util.ArrayList;
import java.util.List;

/** Drops old history of models, which their logic and the history of sources give again. Sources keep all of theirs. */
public final class Prune {
    private final Workspace workspace;

    public Prune(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to prune.
     *
     * @param tables names of models; none: all that store rows
     * @param rehearsal whether nothing is dropped
     */
    public record Request(List<String> tables, Keep keep, boolean rehearsal) {
        public Request {
            tables = List.copyOf(tables);
        }
    }

    /**
     * What was dropped.
     *
     * @param from the first commit whose state is kept; 0 where there is nothing before
     */
    public record Result(long from, List<Table> tables) {
        public Result {
            tables = List.copyOf(tables);
        }
    }

    /**
     * A table.
     *
     * @param versions how many row versions went
     * @param isExact whether computing it anew gives the very same rows; else its history is kept
     */
    public record Table(String name, long versions, boolean isExact) {}

    /**
     * Prunes models, each in a transaction of its own.
     *
     * @throws RefusedException when a branch or a model needs what would be dropped; then nothing is
     * @throws UsageException when a table is a source or a view
     */
    public Result run(Request request) {
        if (!workspace.branch().equals(Line.MAIN.branch())) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot prune on branch " + workspace.branch() + ": only what happened on main is pruned",
                    "Leave --branch and HINDSIGHT_BRANCH out."));
        }
        return request.rehearsal()
                ? workspace.reading(store -> run(request, store))
                : workspace.writing(store -> run(request, store));
    }

    private Result run(Request request, Store store) {
        List<TableMemory> tables = models(request.tables(), store);
        long from = request.keep().from(store, workspace.now());
        checkUnneeded(from, store);
        if (!request.rehearsal()) {
            store.dropChunks(tables.stream().map(TableMemory::name).toList());
        }
        States states = new States(store, workspace.engine());
        TableLookup lookup = new TableLookup(store, states, workspace.project());
        List<Table> pruned = new ArrayList<>();
        for (TableMemory table : tables) {
            workspace.progress().step("prune " + table.name());
            List<TableMemory> formerly = lookup.formerly(table);
            boolean exact = isExact(table)
                    && formerly.stream().filter(then -> !then.dropped()).allMatch(Prune::isExact)
                    && isReproduced(table, formerly, from, states);
            pruned.add(new Table(table.name(), exact ? drop(table, from, request, store) : 0, exact));
        }
        return new Result(from, pruned);
    }

    /** Not so what has floating-point columns, or was a source. */
    private static boolean isExact(TableMemory table) {
        return table.model().isPresent() && table.definition().inexact().isEmpty();
    }

    /** Whether the oldest and the newest state that would go are what is computed now; not so where a result depends on the order of rows. */
    private static boolean isReproduced(TableMemory table, List<TableMemory> formerly, long from, States states) {
        long changed = states.find(table, from).map(TableMemory::changedAt).orElse(from);
        TableMemory first = formerly.isEmpty() ? table : formerly.get(formerly.size() - 1);
        return first.definedAt() >= changed
                || states.reproduces(table, first.definedAt()) && states.reproduces(table, changed - 1);
    }

    private long drop(TableMemory table, long from, Request request, Store store) {
        return request.rehearsal()
                ? store.keeping().prunable(table, from)
                : store.keeping().prune(table, from, workspace.author());
    }

    private List<TableMemory> models(List<String> names, Store store) {
        List<TableMemory> tables = new StoredTables(store, workspace).named(names, Plans.head(store), "prune");
        tables.stream()
                .filter(table -> !names.isEmpty() && table.model().isEmpty())
                .findFirst()
                .ifPresent(source -> {
                    throw new UsageException(Problem.error(
                            "source-kept",
                            "Cannot prune " + source.name() + ": it is a source, and nothing gives its history again",
                            "Name models, or no table for all of them."));
                });
        return tables.stream().filter(table -> table.model().isPresent()).toList();
    }

    private static void checkUnneeded(long from, Store store) {
        for (Branch branch : store.branches()) {
            branch.fork().filter(fork -> fork.seq() < from).ifPresent(fork -> {
                throw needed(
                        from,
                        "branch " + branch.name() + " sees main as of #" + fork.seq(),
                        "Keep more, or drop it: hindsight branch --delete " + branch.name());
            });
            Memory head = store.memory(branch.name(), branch.head());
            Needs needs = new Needs(seq -> store.memory(branch.name(), seq));
            for (TableMemory model : head.live()) {
                long oldest = needs.oldest(model, head);
                if (oldest < from) {
                    String on = branch.fork().isEmpty() ? "" : " on branch " + branch.name();
                    throw needed(
                            from,
                            model.name() + on + " has yet to follow what its inputs became since #" + oldest,
                            "Bring it up to date first, with hindsight apply, or keep more.");
                }
            }
        }
    }

    private static RefusedException needed(long from, String reason, String hint) {
        return new RefusedException(
                Problem.error("history-needed", "Cannot prune what was before #" + from + ": " + reason, hint));
    }
}
