package hindsight.run;

import hindsight.history.Ancestry;
import hindsight.history.Ancestry.Place;
import hindsight.history.CommitKind;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.merge.ConflictPolicy;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.problem.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Use case: bring what happened on another branch to the one that is worked on, by one commit. */
public final class Merge {
    private final Workspace workspace;

    public Merge(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to merge.
     *
     * @param branch the other one
     * @param policy what is done where both changed the same
     * @param rehearsal whether nothing is published
     * @param message empty: one is made
     */
    public record Request(
            String branch, ConflictPolicy policy, boolean rehearsal, String message, Confirmation confirmation) {}

    /**
     * What came of it.
     *
     * @param head of the other branch
     * @param upToDate whether all that it has is here already
     */
    public record Result(long head, boolean upToDate, ReversalResult reversal) {}

    /**
     * Merges.
     *
     * @throws UsageException when it is the branch that is worked on
     * @throws InvalidException when there is no such branch, or tables would not be sound afterwards
     */
    public Result run(Request request) {
        if (request.branch().equals(workspace.branch())) {
            throw new UsageException(Problem.error(
                    "same-branch",
                    "Cannot merge " + request.branch() + ": it is the branch that is worked on",
                    "Name the branch to merge into with --branch or HINDSIGHT_BRANCH."));
        }
        Scope scope = workspace.reading(store -> scope(store, request.branch()));
        if (scope.ancestry().has(scope.ours(), scope.theirs())) {
            return new Result(
                    scope.theirs().seq(),
                    true,
                    new ReversalResult(OptionalLong.empty(), List.of(), List.of(), 0, false));
        }
        long head = scope.theirs().seq();
        Reversal reversal = new Reversal(
                workspace,
                new Reversal.Words(
                        CommitKind.MERGE,
                        OptionalLong.empty(),
                        OptionalLong.of(head),
                        request.message().isEmpty() ? "merge " + request.branch() : request.message(),
                        request.confirmation(),
                        request.rehearsal()));
        return new Result(head, false, reversal.run(store -> find(store, scope.theirs(), request.policy())));
    }

    private record Scope(Ancestry ancestry, Place ours, Place theirs) {}

    private static Scope scope(Store store, String branch) {
        Place theirs = head(store, branch);
        return new Scope(
                new Ancestry(store.merges(), store::line), new Place(store.line(), store.head(store.line())), theirs);
    }

    private static Place head(Store store, String branch) {
        Place head = new Place(store.line(branch), store.head(store.line(branch)));
        if (head.seq() == 0) {
            throw new InvalidException(Problem.error(
                    "no-commit",
                    "Cannot merge " + branch + ": nothing is remembered yet",
                    "Begin with hindsight load or hindsight run."));
        }
        return head;
    }

    private Reversal.Found find(Store store, Place theirs, ConflictPolicy policy) {
        Place ours = new Place(store.line(), store.head(store.line()));
        Ancestry ancestry = new Ancestry(store.merges(), store::line);
        MergedFacts merged = new MergedFacts();
        if (ancestry.has(ours, theirs)) {
            return new Reversal.Found(merged, List.of(), false);
        }
        if (ancestry.has(theirs, ours)) {
            Optional<BranchCopy> copy = BranchCopy.of(store, ours, theirs, workspace.now());
            if (copy.isPresent()) {
                return copy.get().found(new BranchFiles(store, ours, ours, theirs).toTake(copy.get()::has));
            }
        }
        List<Place> common = ancestry.common(ours, theirs);
        if (common.size() > 1) {
            throw crossed(theirs, common);
        }
        Place base = common.isEmpty() ? new Place(store.line(), 0) : common.get(common.size() - 1);
        ThreeStates states = new ThreeStates(memory(store, base), memory(store, theirs), memory(store, ours));
        LineDiff between = new LineDiff(base, theirs, workspace.now());
        BranchSources sources = new BranchSources(
                store, states, between::of, new BranchSources.Manner(policy, workspace.now()), merged);
        new BranchMerge(states, sources, policy, merged).merge();
        BranchFiles files = new BranchFiles(store, base, ours, theirs);
        files.besideEachOther().forEach(merged::clash);
        merged.settled = true;
        boolean blocked = merged.clashes > 0 && policy == ConflictPolicy.FAIL;
        return new Reversal.Found(merged, files.toTake(source -> merged.has(states.ours(), source)), blocked);
    }

    private static RefusedException crossed(Place theirs, List<Place> common) {
        String branch = theirs.line().branch();
        String shared = common.stream()
                .map(place -> place.line().branch() + " #" + place.seq())
                .collect(Collectors.joining(" and "));
        return new RefusedException(Problem.error(
                "crossed",
                "Cannot merge " + branch + ": " + shared
                        + " came to both sides by merges of their own, so that there is no one state from which both went on",
                "Make a new branch here, and repeat on it what " + branch + " did; then merge that one."));
    }

    private static Memory memory(Store store, Place place) {
        return store.memory(place.line(), place.seq());
    }
}
