package hindsight.run;

import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.problem.Severity;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.schema.SchemaDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Use case: what an apply would publish, computed and checked as it would be. Nothing is published. */
public final class Preview {
    private static final String RESTATEMENT = "restatement";

    private final Workspace workspace;

    public Preview(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to look at.
     *
     * @param load tells what is to be loaded first
     * @param samples of how many rows or keys of each model to tell the values
     * @param keep the branch that is to hold it as a commit, which can be merged
     */
    public record Request(PlanOptions options, Optional<LoadRequest> load, int samples, Optional<String> keep) {}

    /**
     * Computes what is pending and reads some of its rows. What an apply would ask, and restatements that it would refuse, are told as
     * warnings.
     *
     * @throws InvalidException when project, data or a test are at fault
     * @throws RefusedException when an apply would be refused for another reason than a restatement, or there is a branch of that name
     */
    public PreviewResult preview(Request request) {
        Planning declared = Planning.of(workspace, request.options());
        request.keep().ifPresent(name -> new Branches(workspace).checkFree(name, "keep the preview as"));
        Optional<Function<Store, LoadToCome>> loading = request.load().map(load -> new Load(workspace).rehearse(load));
        request.keep().ifPresent(name -> workspace.expectCommit());
        Reckoned reckoned = workspace.reading(store -> reckon(store, request, declared, loading));
        return request.keep()
                .filter(name -> reckoned.result().pending())
                .map(name -> reckoned.result().kept(name, keep(name, reckoned)))
                .orElse(reckoned.result());
    }

    /**
     * What was found.
     *
     * @param updates that an apply, after the load, would make; a branch keeps no states
     */
    private record Reckoned(PreviewResult result, List<Update> updates, String message) {}

    private Reckoned reckon(
            Store store, Request request, Planning declared, Optional<Function<Store, LoadToCome>> loading) {
        Optional<LoadToCome> toCome = loading.map(find -> find.apply(store));
        Planning planning = declared.giving(toCome.map(LoadToCome::names).orElse(Set.of()));
        Planning.Planned planned =
                planning.planned(toCome.map(LoadToCome::memory).orElseGet(() -> Plans.head(store)));
        Plan plan = planned.plan();
        List<Problem> restatements =
                plan.refusals().stream().filter(Preview::isRestatement).toList();
        Apply.admit(
                plan,
                plan.refusals().stream()
                        .filter(refusal -> !isRestatement(refusal))
                        .toList());
        Computation computed =
                Apply.computed(workspace, planning, planned, new Apply.Manner(store, false, toCome, Optional.empty()));
        List<Update> updates = new ArrayList<>(toCome.map(LoadToCome::updates).orElse(List.of()));
        Drafting.updates(computed, workspace.now()).stream()
                .filter(update -> request.keep().isEmpty() || !(update instanceof Update.SetStates))
                .forEach(updates::add);
        restatements.forEach(refusal -> workspace.warn(asWarning(refusal)));
        Consent.reasons(computed, outcome -> mayRestate(request.options(), outcome))
                .forEach(reason -> workspace.warn(asked(reason)));
        computed.warnings().forEach(workspace::warn);
        String message = Stream.of(toCome.map(LoadToCome::message).orElse(""), ApplyMessage.of(computed))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        return new Reckoned(result(store, request, toCome, computed, !updates.isEmpty()), updates, message);
    }

    private PreviewResult result(
            Store store, Request request, Optional<LoadToCome> toCome, Computation computed, boolean pending) {
        Plan plan = computed.plan();
        Stream<PreviewResult.ModelPreview> sources = toCome.stream()
                .flatMap(come -> come.sources().stream())
                .map(source -> source(store, source, request.samples()));
        Stream<PreviewResult.ModelPreview> models =
                plan.models().stream().map(model -> model(computed, store, model, pending, request.samples()));
        return new PreviewResult(
                plan.memory().seq(),
                pending,
                plan.sources(),
                Stream.concat(sources, models).toList(),
                Optional.empty());
    }

    /** The branch begins where the preview was made, so that nothing can have come in between. */
    private long keep(String name, Reckoned reckoned) {
        Draft draft = new Draft(
                name,
                CommitKind.APPLY,
                OptionalLong.empty(),
                workspace.context(),
                workspace.author(),
                reckoned.message(),
                List.of(),
                reckoned.updates());
        return workspace.writing(store -> {
            Branches.checkFree(store, name, "keep the preview as");
            store.fork(name, reckoned.result().head());
            try {
                return store.publish(draft);
            } catch (RuntimeException e) {
                store.dropBranch(name);
                throw e;
            }
        });
    }

    private PreviewResult.ModelPreview source(Store store, LoadToCome.Loaded source, int samples) {
        TableDefinition definition = source.load().definition();
        StagedDiff diff = source.diff();
        PendingRows rows = new PendingRows(store, workspace.now(), source.before(), definition, diff);
        Schema before =
                source.before().map(table -> table.definition().schema()).orElse(new Schema(List.of()));
        String files = source.load().files().stream().map(LoadFile::shown).collect(Collectors.joining(", "));
        return new PreviewResult.ModelPreview(
                ApplyResult.ModelResult.loaded(source.name(), files, diff),
                source.before().map(TableMemory::rows).map(OptionalLong::of).orElse(OptionalLong.empty()),
                diff.updated(),
                diff.rows(),
                diff.isEmpty() ? Optional.empty() : rows.time(),
                SchemaDifference.between(before, definition.schema()),
                diff.isEmpty() || samples == 0 ? Optional.empty() : Optional.of(rows.sample(samples)));
    }

    private PreviewResult.ModelPreview model(
            Computation computed, Store store, ModelPlan model, boolean pending, int samples) {
        Optional<Outcome> outcome = computed.outcome(model.name());
        Optional<StagedDiff> diff = outcome.flatMap(Outcome::diff).filter(rows -> !rows.isEmpty());
        Optional<PendingRows> rows = diff.map(staged -> rows(computed, store, outcome.orElseThrow(), staged));
        return new PreviewResult.ModelPreview(
                Apply.result(computed, model, pending),
                model.estimate().holds(),
                diff.map(StagedDiff::updated).orElse(0L),
                model.find(Change.Dropped.class).isPresent()
                        ? model.estimate().holds().orElse(0)
                        : diff.map(StagedDiff::rows).orElse(0L),
                rows.flatMap(PendingRows::time),
                outcome.filter(Outcome::isDone)
                        .map(done -> schema(computed, done))
                        .orElse(SchemaDifference.NONE),
                rows.filter(any -> samples > 0).map(any -> any.sample(samples)));
    }

    private PendingRows rows(Computation computed, Store store, Outcome outcome, StagedDiff diff) {
        Goal goal = outcome.plan().goal().orElseThrow();
        Optional<TableMemory> before =
                computed.upcoming().everBefore(outcome.plan().name());
        TableDefinition definition = goal.isView() ? before.orElseThrow().definition() : goal.definition();
        return new PendingRows(store, workspace.now(), before, definition, diff);
    }

    private static SchemaDifference schema(Computation computed, Outcome outcome) {
        Schema before = computed.upcoming()
                .before(outcome.plan().name())
                .map(table -> table.definition().schema())
                .orElse(new Schema(List.of()));
        return SchemaDifference.between(
                before, outcome.plan().goal().orElseThrow().definition().schema());
    }

    private static boolean isRestatement(Problem refusal) {
        return refusal.code().equals(RESTATEMENT);
    }

    /** What may not be restated is told as a refusal, not as a question. */
    private static boolean mayRestate(PlanOptions options, Outcome outcome) {
        return options.restate().stream()
                .anyMatch(name -> Name.same(name, outcome.plan().name()));
    }

    private static Problem asWarning(Problem refusal) {
        return new Problem(refusal.code(), Severity.WARNING, refusal.location(), refusal.message(), refusal.hint());
    }

    private static Problem asked(String reason) {
        return Problem.warning("needs-consent", "Apply asks before it goes on: " + reason, "");
    }
}
