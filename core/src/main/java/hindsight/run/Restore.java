package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.merge.ConflictPolicy;
import hindsight.time.Position;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Use case: make sources and logic what they were as of a commit, by a new commit. All that is derived follows in it. */
public final class Restore {
    private final Workspace workspace;

    public Restore(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to restore.
     *
     * @param rehearsal whether nothing is published
     * @param message empty: one is made
     */
    public record Request(Position position, boolean rehearsal, String message, Confirmation confirmation) {}

    /**
     * What came of it.
     *
     * @param seq the commit whose state it is again
     */
    public record Result(long seq, ReversalResult reversal) {}

    /**
     * Restores.
     *
     * @throws hindsight.problem.InvalidException when there is no such commit
     */
    public Result run(Request request) {
        long seq = workspace.reading(store -> store.resolve(request.position()));
        String message = request.message().isEmpty() ? "restore #" + seq : request.message();
        Reversal reversal = new Reversal(
                workspace,
                new Reversal.Words(
                        CommitKind.RESTORE,
                        OptionalLong.of(seq),
                        message,
                        request.confirmation(),
                        request.rehearsal()));
        return new Result(seq, reversal.run(store -> find(store, seq)));
    }

    /** What is taken back is all that came since; so nothing later is in the way. */
    private Reversal.Found find(Store store, long seq) {
        Memory ours = Plans.head(store);
        MergedFacts facts = new FactsMerge(
                        store,
                        new ThreeStates(ours, store.memory(seq), ours),
                        table -> new RowSet.Query(
                                "SELECT * REPLACE (-_weight AS _weight) FROM diff",
                                Map.of("diff", new RowSet.NetDiff(table, seq, ours.seq())),
                                workspace.now()),
                        ConflictPolicy.FORCE,
                        workspace.now())
                .merge();
        List<Store.FileChange> files = store.fileChanges(seq, ours.seq()).stream()
                .map(change -> new Store.FileChange(change.file(), -change.weight()))
                .toList();
        return new Reversal.Found(facts, files, false);
    }
}
