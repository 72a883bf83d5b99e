package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.LoadedFile;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.history.Update;
import hindsight.plan.ModelPlan;
import hindsight.plan.Strategy;
import hindsight.problem.RefusedException;
import hindsight.run.MergedFacts.Source;
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
     * @param rehearsal whether nothing is published
     */
    record Words(CommitKind kind, OptionalLong cause, String message, Confirmation confirmation, boolean rehearsal) {}

    /**
     * What there is to do.
     *
     * @param files to take, or with a negative weight to give back
     * @param blocked whether its conflicts stand against doing any of it
     */
    record Found(MergedFacts facts, List<Store.FileChange> files, boolean blocked) {
        Found {
            files = List.copyOf(files);
        }
    }

    /** @param finding looks for what there is to do */
    ReversalResult run(Function<Store, Found> finding) {
        workspace.expectCommit();
        Prepared first = workspace.reading(store -> prepare(store, finding));
        if (first.commit().isEmpty() || words.rehearsal()) {
            return result(first, OptionalLong.empty());
        }
        new Consent(words.confirmation(), workspace).ask(first.commit().get().computation());
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
    private record Prepared(Found found, Optional<FactsCommit> commit, List<Update> updates) {}

    private Prepared prepare(Store store, Function<Store, Found> finding) {
        Memory ours = Plans.head(store);
        Found found = finding.apply(store);
        if (found.blocked() || found.facts().isNothing()) {
            return new Prepared(found, Optional.empty(), List.of());
        }
        FactsCommit commit = new FactsCommit(workspace, store, ours, found.facts());
        List<Update> updates = new ArrayList<>(commit.updates());
        for (Store.FileChange change : found.files()) {
            LoadedFile file = change.file();
            updates.add(0, new Update.TakeFile(file, change.weight()));
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
                workspace.context(),
                workspace.author(),
                words.message(),
                prepared.commit().orElseThrow().requirements(),
                prepared.updates());
    }

    private ReversalResult result(Prepared prepared, OptionalLong seq) {
        Found found = prepared.found();
        List<ReversalResult.Table> tables = new ArrayList<>();
        prepared.commit().ifPresent(commit -> {
            found.facts().sources.forEach(source -> tables.add(table(source)));
            Computation computation = commit.computation();
            computation.warnings().forEach(workspace::warn);
            for (ModelPlan plan : computation.plan().models()) {
                computation
                        .outcome(plan.name())
                        .filter(Outcome::isDone)
                        .map(Reversal::table)
                        .or(() -> dropped(plan, tables))
                        .ifPresent(tables::add);
            }
        });
        return new ReversalResult(seq, tables, found.facts().conflicts, found.facts().clashes, found.blocked());
    }

    private static ReversalResult.Table table(Source source) {
        String change = switch (source.fate()) {
            case STAYS -> source.isRedefined() ? "rows and columns" : "rows";
            case GOES -> "dropped";
            case RETURNS -> "comes back";
        };
        return new ReversalResult.Table(
                source.name(),
                true,
                change,
                Strategy.NONE,
                source.diff().added(),
                source.diff().retracted());
    }

    private static ReversalResult.Table table(Outcome outcome) {
        ModelPlan plan = outcome.plan();
        Strategy strategy = outcome.isLeft() ? Strategy.NONE : plan.strategy();
        return new ReversalResult.Table(
                plan.name(), false, plan.change().word(), strategy, outcome.added(), outcome.retracted());
    }

    /** A model that is not among what is to be in force. */
    private static Optional<ReversalResult.Table> dropped(ModelPlan plan, List<ReversalResult.Table> told) {
        boolean source = told.stream().anyMatch(table -> table.name().equals(plan.name()));
        boolean gone = plan.goal().isEmpty() && plan.isPending() && !source;
        return gone
                ? Optional.of(new ReversalResult.Table(
                        plan.name(),
                        false,
                        plan.change().word(),
                        Strategy.NONE,
                        0,
                        plan.estimate().holds().orElse(0)))
                : Optional.empty();
    }
}
