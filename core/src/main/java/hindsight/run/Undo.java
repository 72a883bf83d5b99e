package hindsight.run;

import hindsight.history.Commit;
import hindsight.history.CommitKind;
import hindsight.history.ModelMemory;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.schema.Name;
import hindsight.time.Position;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Use case: take back what a commit did to rows of sources and to logic, keeping what was done later. All that is derived follows in the same
 * commit.
 */
public final class Undo {
    private static final Set<CommitKind> LASTING = Set.of(CommitKind.ERASE, CommitKind.SEAL, CommitKind.PRUNE);

    private final Workspace workspace;

    public Undo(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to undo.
     *
     * @param policy what is done where something was changed later
     * @param rehearsal whether nothing is published
     * @param message empty: one is made
     */
    public record Request(
            Position commit, ConflictPolicy policy, boolean rehearsal, String message, Confirmation confirmation) {}

    /** What came of it. */
    public record Result(Commit undone, ReversalResult reversal) {}

    /**
     * Undoes a commit.
     *
     * @throws InvalidException when there is no such commit, or tables would not be sound afterwards
     * @throws RefusedException when it cannot be undone
     */
    public Result run(Request request) {
        Commit commit = workspace.reading(store -> commit(store, request.commit()));
        String message = request.message().isEmpty()
                ? "undo #" + commit.seq() + (commit.message().isEmpty() ? "" : ": " + commit.message())
                : request.message();
        Reversal reversal = new Reversal(
                workspace,
                new Reversal.Words(
                        CommitKind.UNDO,
                        OptionalLong.of(commit.seq()),
                        message,
                        request.confirmation(),
                        request.rehearsal()));
        return new Result(commit, reversal.run(store -> find(store, commit, request.policy())));
    }

    private static Commit commit(Store store, Position position) {
        long seq = store.resolve(position);
        boolean gap = position instanceof Position.Version version && version.seq() != seq;
        Commit commit = store.commit(seq)
                .filter(found -> !gap)
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "no-commit",
                        "Cannot undo: there is no commit " + (gap ? "of that number" : "at that position"),
                        "hindsight log lists the commits.")));
        if (LASTING.contains(commit.kind())) {
            throw new RefusedException(Problem.error(
                    "not-undoable",
                    "Cannot undo #" + seq + ": what " + commit.kind().name().toLowerCase(Locale.ROOT)
                            + " does cannot be taken back",
                    ""));
        }
        OptionalLong undone = store.undoneBy(seq);
        if (undone.isPresent()) {
            throw new RefusedException(Problem.error(
                    "undone",
                    "Cannot undo #" + seq + ": #" + undone.getAsLong() + " has undone it",
                    "To bring back what it did: hindsight undo " + undone.getAsLong()));
        }
        return commit;
    }

    private Reversal.Found find(Store store, Commit commit, ConflictPolicy policy) {
        long before = commit.parent().orElse(0);
        ThreeStates states = new ThreeStates(store.memory(commit.seq()), store.memory(before), Plans.head(store));
        MergedFacts facts = new FactsMerge(
                        store, states, table -> takenBack(table, before, commit.seq()), policy, workspace.now())
                .merge();
        List<Store.FileChange> files = store.fileChanges(before, commit.seq());
        new Boundaries(store, states.ours()).superseded(commit.seq(), files).forEach(facts::clash);
        if (!facts.differ && commit.kind() == CommitKind.APPLY) {
            throw nothingOfItsOwn(store, commit, states);
        }
        boolean blocked = policy == ConflictPolicy.FAIL && facts.clashes > 0;
        if (!blocked) {
            facts.sources.forEach(source -> warnOfRepeated(store, commit, source));
        }
        List<Store.FileChange> givenBack = files.stream()
                .map(change -> new Store.FileChange(change.file(), -change.weight()))
                .toList();
        return new Reversal.Found(facts, givenBack, blocked);
    }

    private RowSet takenBack(TableMemory table, long before, long commit) {
        return new RowSet.Query(
                "SELECT * REPLACE (-_weight AS _weight) FROM diff",
                Map.of("diff", new RowSet.NetDiff(table, before, commit)),
                workspace.now());
    }

    /** What a load says that is so already leaves no trace; so it goes, too. */
    private void warnOfRepeated(Store store, Commit commit, MergedFacts.Source source) {
        String later = store.fileChanges(commit.seq(), source.before().changedAt()).stream()
                .filter(change -> change.weight() > 0
                        && change.file().repeats()
                        && Name.same(change.file().source(), source.name()))
                .map(change -> "#" + change.file().seq())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!later.isEmpty()) {
            workspace.warn(Problem.warning(
                    "repeated",
                    "What " + later + " may have said again of " + source.name() + " after #" + commit.seq()
                            + " is taken back, too: repeating left no trace",
                    "Load those files again if it is to hold."));
        }
    }

    private static RefusedException nothingOfItsOwn(Store store, Commit commit, ThreeStates states) {
        long since = states.base().live().stream()
                .filter(table -> basis(table) == commit.seq())
                .flatMap(table -> ThreeStates.live(states.theirs(), table.id()).stream())
                .mapToLong(Undo::basis)
                .filter(basis -> basis > 0)
                .min()
                .orElse(commit.seq());
        List<String> loads = store.log(Integer.MAX_VALUE).stream()
                .filter(other -> other.kind() == CommitKind.LOAD && since < other.seq() && other.seq() < commit.seq())
                .map(other -> "#" + other.seq())
                .toList();
        return new RefusedException(Problem.error(
                "nothing-of-its-own",
                "Cannot undo #" + commit.seq() + ": it changed no logic, it only followed "
                        + (loads.isEmpty() ? "the clock" : "loads: " + String.join(", ", loads)),
                loads.isEmpty()
                        ? ""
                        : "Undo what it followed, such as: hindsight undo "
                                + loads.get(0).substring(1)));
    }

    private static long basis(TableMemory table) {
        return table.model().map(ModelMemory::basis).orElse(0L);
    }
}
