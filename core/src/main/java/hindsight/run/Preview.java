package hindsight.run;

import hindsight.history.StagedDiff;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
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
     * Computes what is pending and reads some of its rows. What an apply would ask, and restatements that it would refuse, are told as
     * warnings.
     *
     * @param samples of how many rows or keys of each model to tell the values
     * @throws InvalidException when project, data or a test are at fault
     * @throws RefusedException when an apply would be refused for another reason than a restatement
     */
    public PreviewResult preview(PlanOptions options, int samples) {
        return preview(options, Optional.empty(), samples);
    }

    /**
     * The same, after a load that is not published either.
     *
     * @param load tells what is to be loaded first
     */
    public PreviewResult preview(PlanOptions options, Optional<LoadRequest> load, int samples) {
        Planning declared = Planning.of(workspace, options);
        Optional<Function<Store, LoadToCome>> loading = load.map(request -> new Load(workspace).rehearse(request));
        return workspace.reading(store -> {
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
            Computation computed = Apply.computed(
                    workspace, planning, planned, new Apply.Manner(store, false, toCome, Optional.empty()));
            boolean loads = toCome.filter(come -> !come.sources().isEmpty()).isPresent();
            boolean pending =
                    loads || !Drafting.updates(computed, workspace.now()).isEmpty();
            restatements.forEach(refusal -> workspace.warn(asWarning(refusal)));
            Consent.reasons(computed, outcome -> mayRestate(options, outcome))
                    .forEach(reason -> workspace.warn(asked(reason)));
            computed.warnings().forEach(workspace::warn);
            return new PreviewResult(
                    plan.memory().seq(),
                    pending,
                    plan.sources(),
                    Stream.concat(
                                    toCome.stream()
                                            .flatMap(come -> come.sources().stream())
                                            .map(source -> source(store, source, samples)),
                                    plan.models().stream()
                                            .map(model -> model(computed, store, model, pending, samples)))
                            .toList());
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
