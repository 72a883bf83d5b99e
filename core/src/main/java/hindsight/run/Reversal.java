package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.Update;
import hindsight.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Publishes merged facts with all that follows, as one commit. They are found while others may read, and published while the warehouse is held
 * alone for a moment; if another command changed something that they build on in between, they are found once more, held alone.
 */
final class Reversal {
    private final Workspace workspace;
    private final Words words;

    Reversal(Workspace workspace, Words words) {
        this.workspace = workspace;
        this.words = words;
    }

    /**
     * How it is to be done.
     *
     * @param cause the commit that it is about
     * @param mergeParent the commit of another branch that it brings in
     * @param rehearsal whether nothing is published
     */
    record Words(
            CommitKind kind,
            OptionalLong cause,
            OptionalLong mergeParent,
            String message,
            Confirmation confirmation,
            boolean rehearsal) {
        /** Of a commit that merges nothing. */
        Words(CommitKind kind, OptionalLong cause, String message, Confirmation confirmation, boolean rehearsal) {
            this(kind, cause, OptionalLong.empty(), message, confirmation, rehearsal);
        }
    }

    /**
     * What there is to do.
     *
     * @param files to take, or with a negative weight to give back
     * @param blocked whether its conflicts stand against doing any of it
     * @param ready the commit, where nothing has to be computed for it
     */
    record Found(MergedFacts facts, List<Store.FileChange> files, boolean blocked, Optional<CommitToCome> ready) {
        Found {
            files = List.copyOf(files);
        }

        /** What follows is to be computed. */
        Found(MergedFacts facts, List<Store.FileChange> files, boolean blocked) {
            this(facts, files, blocked, Optional.empty());
        }

        boolean isNothing() {
            return ready.isEmpty() && facts.isNothing();
        }
    }

    /** @param finding looks for what there is to do */
    ReversalResult run(Function<Store, Found> finding) {
        workspace.expectCommit();
        Prepared first = workspace.reading(store -> prepare(store, finding));
        if (first.commit().isEmpty() || words.rehearsal()) {
            return result(first, OptionalLong.empty());
        }
        new Consent(words.confirmation(), workspace).ask(first.commit().get().reasons());
        workspace.progress().step("publish");
        Optional<ReversalResult> done = workspace.writing(store -> publishIfStill(store, first));
        return done.orElseGet(() -> workspace.writing(store -> {
            Prepared again = prepare(store, finding);
            return again.commit().isEmpty()
                    ? result(again, OptionalLong.empty())
                    : result(again, OptionalLong.of(store.publish(draft(again))));
        }));
    }

    /** @param commit empty where there is nothing to do, or conflicts are in the way */
    private record Prepared(Found found, Optional<CommitToCome> commit, List<Update> updates) {}

    private Prepared prepare(Store store, Function<Store, Found> finding) {
        Memory ours = Plans.head(store);
        Found found = finding.apply(store);
        if (found.blocked() || found.isNothing()) {
            return new Prepared(found, Optional.empty(), List.of());
        }
        CommitToCome commit = found.ready().orElseGet(() -> new FactsCommit(workspace, store, ours, found.facts()));
        List<Update> updates = new ArrayList<>(commit.updates());
        for (Store.FileChange change : found.files()) {
            LoadedFile file = change.file();
            updates.add(new Update.TakeFile(file, change.weight()));
        }
        return new Prepared(found, Optional.of(commit), updates);
    }

    private Optional<ReversalResult> publishIfStill(Store store, Prepared prepared) {
        try {
            return Optional.of(result(prepared, OptionalLong.of(store.publish(draft(prepared)))));
        } catch (RefusedException movedMeanwhile) {
            return Optional.empty();
        }
    }

    private Draft draft(Prepared prepared) {
        return new Draft(
                workspace.branch(),
                words.kind(),
                words.cause(),
                words.mergeParent(),
                workspace.context(),
                workspace.author(),
                words.message(),
                prepared.commit().orElseThrow().requirements(),
                prepared.updates());
    }

    private ReversalResult result(Prepared prepared, OptionalLong seq) {
        Found found = prepared.found();
        prepared.commit().ifPresent(commit -> commit.warnings().forEach(workspace::warn));
        List<ReversalResult.Table> tables =
                prepared.commit().map(CommitToCome::tables).orElse(List.of());
        return new ReversalResult(seq, tables, found.facts().conflicts, found.facts().clashes, found.blocked());
    }
}
