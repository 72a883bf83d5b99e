package hindsight.run;

import hindsight.history.CommitContext;
import hindsight.history.Draft;
import hindsight.history.Store;
import hindsight.plan.Change;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Use case: carry out a plan, as one commit of all models. Rows are computed while the warehouse is held for reading, and published
 * while it is held alone for a moment; if another command changed what the rows were computed from in between, everything is
 * computed once more while the warehouse is held alone.
 */
public final class Apply {
    private final Workspace workspace;
    private final Backfill backfill;

    public Apply(Workspace workspace) {
        this.workspace = workspace;
        this.backfill = new Backfill(workspace);
    }

    /**
     * Applies what is pending.
     *
     * @throws InvalidException when project, data or a test are at fault; nothing was published
     * @throws RefusedException when it needs the user's leave; nothing was published
     */
    public ApplyResult apply(ApplyRequest request) {
        Planning planning = Planning.of(workspace, request.plan());
        Consent consent = new Consent(request.confirmation(), workspace);
        Computation computed = workspace.reading(store -> {
            Computation found = compute(planning, store, request);
            if (!found.plan().isPending() && request.plan().select().isEmpty()) {
                dropChunks(found, store);
            }
            return found;
        });
        if (Drafting.updates(computed, workspace.now()).isEmpty()) {
            return result(computed, OptionalLong.empty());
        }
        consent.ask(computed);
        Circumstances circumstances = new Circumstances(workspace.context(), workspace.author(), request.message());
        workspace.progress().step("publish");
        OptionalLong seq = workspace.writing(store -> publishIfStill(computed, store, circumstances));
        if (seq.isPresent()) {
            return result(computed, seq);
        }
        return workspace.writing(store -> {
            Computation again = compute(planning, store, request);
            boolean nothing = Drafting.updates(again, workspace.now()).isEmpty();
            if (!nothing) {
                consent.ask(again);
            }
            return result(
                    again, nothing ? OptionalLong.empty() : OptionalLong.of(publish(again, store, circumstances)));
        });
    }

    /** What is known of a commit before its content. */
    private record Circumstances(CommitContext context, String author, String message) {}

    /** Once more where others went first and moved something. */
    private Computation compute(Planning planning, Store store, ApplyRequest request) {
        while (true) {
            try {
                return computeOnce(planning, store, request);
            } catch (Backfill.MovedException moved) {
                backfill.again();
            }
        }
    }

    private Computation computeOnce(Planning planning, Store store, ApplyRequest request) {
        Planning.Planned planned = planning.planned(Plans.head(store));
        admit(planned.plan(), planned.plan().refusals());
        if (planned.plan().isPending()) {
            workspace.expectCommit();
        }
        return computed(
                workspace,
                planning,
                planned,
                new Manner(store, request.partial(), Optional.empty(), Optional.of(backfill)));
    }

    /** @param refusals those that count */
    static void admit(Plan plan, List<Problem> refusals) {
        if (!plan.errors().isEmpty()) {
            throw new InvalidException(plan.errors());
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
    }

    /**
     * How to compute.
     *
     * @param partial whether what passes may go without the rest
     * @param load taken as published
     * @param backfill how models that read many rows are computed in chunks; empty: all at once
     */
    record Manner(Store store, boolean partial, Optional<LoadToCome> load, Optional<Backfill> backfill) {
        static Manner atOnce(Store store) {
            return new Manner(store, false, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Computes and checks what is pending.
     *
     * @throws InvalidException when something fails, unless partial results are allowed
     */
    static Computation computed(Workspace workspace, Planning planning, Planning.Planned planned, Manner manner) {
        Computation computation = new Computation(workspace, planning, planned, manner);
        manner.load().ifPresent(load -> load.giveTo(computation));
        if (planned.plan().isPending()) {
            List<Check> tests = TestFiles.checks(
                    planning.project().tests(),
                    planning.graph(),
                    workspace.engine().parser());
            computation.run(tests, manner.partial());
        }
        if (!computation.failures().isEmpty() && !manner.partial()) {
            throw new InvalidException(computation.failures());
        }
        return computation;
    }

    /** Empty when what the rows were computed from is not any more what it was. */
    private OptionalLong publishIfStill(Computation computed, Store store, Circumstances circumstances) {
        try {
            return OptionalLong.of(publish(computed, store, circumstances));
        } catch (RefusedException movedMeanwhile) {
            return OptionalLong.empty();
        }
    }

    private long publish(Computation computed, Store store, Circumstances circumstances) {
        long seq = store.publish(draft(computed, circumstances));
        dropChunks(computed, store);
        return seq;
    }

    /** Of models that need them no more. */
    private static void dropChunks(Computation computed, Store store) {
        store.dropChunks(computed.plan().models().stream()
                .filter(model -> computed.outcome(model.name())
                        .map(outcome -> outcome.state() == Outcome.State.DONE)
                        .orElse(!model.isPending()))
                .map(ModelPlan::name)
                .toList());
    }

    private Draft draft(Computation computation, Circumstances circumstances) {
        return Drafting.draft(
                computation,
                workspace.branch(),
                circumstances.context(),
                circumstances.author(),
                circumstances.message().isEmpty() ? ApplyMessage.of(computation) : circumstances.message());
    }

    private ApplyResult result(Computation computation, OptionalLong seq) {
        computation.warnings().forEach(workspace::warn);
        backfill.notes().forEach(workspace::warn);
        List<ApplyResult.ModelResult> models = computation.plan().models().stream()
                .map(model -> backfill.told(result(computation, model, seq.isPresent())))
                .toList();
        return new ApplyResult(seq, models, computation.failures());
    }

    /** @param publishes whether there is anything to publish */
    static ApplyResult.ModelResult result(Computation computation, ModelPlan model, boolean publishes) {
        return computation
                .outcome(model.name())
                .map(outcome -> result(outcome, publishes))
                .orElseGet(() -> result(model, publishes));
    }

    private static ApplyResult.ModelResult result(Outcome outcome, boolean publishes) {
        ModelPlan plan = outcome.plan();
        String reason = switch (outcome.state()) {
            case DONE -> outcome.isLeft() ? "no column that it reads changed" : plan.reason();
            case FAILED -> "failed: stays as it was";
            case BLOCKED -> "stays as it was: so does something that it reads";
            case BUSY -> "stays as it was: another process computes it";
            case UNTOUCHED ->
                plan.find(Change.Upstream.class).isPresent() ? "nothing that it reads changed" : plan.reason();
        };
        boolean renamed = plan.find(Change.Renamed.class).isPresent() && outcome.state() == Outcome.State.UNTOUCHED;
        return new ApplyResult.ModelResult(
                plan.name(),
                plan.change().word(),
                outcome.isDone() && !outcome.isLeft() ? plan.strategy() : Strategy.NONE,
                reason,
                outcome.wholly(),
                outcome.added(),
                outcome.retracted(),
                outcome.millis(),
                publishes && (outcome.isDone() || renamed));
    }

    /** Of a model whose file vanished, or when nothing was pending. */
    private static ApplyResult.ModelResult result(ModelPlan plan, boolean publishes) {
        boolean dropped = plan.find(Change.Dropped.class).isPresent();
        return new ApplyResult.ModelResult(
                plan.name(),
                plan.change().word(),
                Strategy.NONE,
                plan.reason(),
                Optional.empty(),
                0,
                0,
                0,
                publishes && dropped);
    }
}
