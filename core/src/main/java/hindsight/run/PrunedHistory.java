package hindsight.run;

import hindsight.history.Line;
import hindsight.history.Restoration;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.time.Position;
import java.util.List;
import java.util.Optional;

/** Stores again what was pruned of a model, from a commit on: each state is computed anew and held against its digest. */
public final class PrunedHistory {
    private final Workspace workspace;

    public PrunedHistory(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What was stored again.
     *
     * @param table the model's name
     * @param from the first commit from which on all of its history is stored now; 0 where it is all there was
     * @param versions how many row versions are stored again
     */
    public record Result(String table, long from, long versions) {}

    /**
     * Restores the history of a model.
     *
     * @param at the first commit whose state is to be stored
     * @throws UsageException when the table is a source or a view
     * @throws InvalidException when a state comes out otherwise than it is remembered; then nothing is stored
     */
    public Result restore(String name, Position at) {
        if (!workspace.branch().equals(Line.MAIN.branch())) {
            throw new UsageException(Problem.error(
                    "wrong-usage",
                    "Cannot restore history on branch " + workspace.branch() + ": only what happened on main is pruned",
                    "Leave --branch and HINDSIGHT_BRANCH out."));
        }
        return workspace.writing(store -> restore(name, at, store));
    }

    private Result restore(String name, Position at, Store store) {
        TableMemory table = new StoredTables(store, workspace)
                .named(List.of(name), Plans.head(store), "restore the history of")
                .get(0);
        if (table.model().isEmpty()) {
            throw new UsageException(Problem.error(
                    "source-kept",
                    "Cannot restore the history of " + table.name() + ": it is a source, of which nothing is pruned",
                    "Name a model."));
        }
        long wanted = store.resolve(at);
        long pruned = store.keeping().prunedUpTo(table);
        if (wanted >= pruned) {
            return new Result(table.name(), pruned, 0);
        }
        List<Long> changes = store.keeping().changes(table);
        long first = changes.stream()
                .filter(seq -> seq <= wanted)
                .reduce((earlier, later) -> later)
                .orElse(changes.get(0));
        long from = first == changes.get(0) ? 0 : first;
        Restoration restoration = store.keeping().restoration(table);
        States states = new States(store, workspace.engine());
        for (long seq : changes) {
            if (first <= seq && seq <= pruned) {
                workspace.progress().step("compute " + table.name() + " as of #" + seq);
                add(restoration, table, seq, states, store);
            }
        }
        workspace.progress().step("store " + table.name());
        return new Result(table.name(), from, restoration.publish(from, workspace.author()));
    }

    private static void add(Restoration restoration, TableMemory table, long seq, States states, Store store) {
        TableMemory then = ThreeStates.ever(states.memory(seq), table.id()).orElseThrow();
        Optional<TableMemory> before =
                ThreeStates.ever(states.memory(store.resolve(new Position.Version(seq - 1))), table.id());
        boolean there = !then.isView() && !then.dropped();
        if (there) {
            Optional<StagedTable> rows =
                    then.rows() == 0 ? Optional.empty() : Optional.of(states.computed(then, seq, "restore"));
            restoration.add(seq, then, before, rows);
        } else if (then.changedAt() == seq) {
            restoration.add(seq, before.orElse(then), before, Optional.empty());
        }
    }
}
