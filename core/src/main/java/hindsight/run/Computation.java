package hindsight.run;

import hindsight.graph.Model;
import hindsight.history.ModelRun;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.plan.Change;
import hindsight.plan.Goal;
import hindsight.plan.InexactTables;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.SourceChange;
import hindsight.plan.WholeForms;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.RefusedException;
import hindsight.problem.Severity;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes what is pending, in order, into scratch space: each model reads what the ones before it became. Stops at nothing: what
 * fails stays as it was, and so does what reads it.
 */
final class Computation {
    private final Planning planning;
    private final Plan plan;
    private final Store store;
    private final Progress progress;
    private final Instant now;
    private final Upcoming upcoming;
    private final UnreadChanges unread;
    private final Admission admission;
    private final LogicChange logicChange;
    private final HiddenStates states;
    private final Costs costs;
    private final Maintenance maintenance;
    private final Obligation obligation;
    private final CheckRunner checks;
    private final OwnChecks ownChecks;
    private final Map<String, TableChange> given = new HashMap<>();
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Problems failures = new Problems();
    private final List<Problem> warnings = new ArrayList<>();
    private int begun;

    Computation(Workspace workspace, Planning planning, Planning.Planned planned, Apply.Manner manner) {
        this.planning = planning;
        this.plan = planned.plan();
        this.store = manner.store();
        this.progress = workspace.progress();
        this.now = workspace.now();
        Remembered remembered = new Remembered(store, plan.memory(), new LogicSql(workspace.engine()));
        this.upcoming = new Upcoming(
                planning.graph(),
                remembered,
                plan.models(),
                now,
                workspace.engine().clockCalls());
        this.unread = new UnreadChanges(planned, upcoming, store, this::change);
        InexactTables inexact = new InexactTables(this::definition);
        WholeForms forms = new WholeForms(planned.renderings(), inexact, this::view);
        this.warnings.addAll(planned.warnings());
        this.obligation = planning.obligation();
        String engine = workspace.engine().version();
        this.states = new HiddenStates(planned.renderings(), upcoming, store, engine, obligation.forced());
        this.costs = new Costs(store);
        this.maintenance = new Maintenance(planned, forms, upcoming, store, this::change, states, costs);
        WholeRows rows = new WholeRows(store, upcoming, planned.renderings(), manner.backfill(), maintenance);
        this.admission = new Admission(planned.renderings(), inexact, forms, upcoming, rows);
        this.logicChange = new LogicChange(admission, upcoming, store);
        this.checks = new CheckRunner(store, upcoming::rows, now);
        SectionDates dates = new SectionDates(forms, planned.renderings(), upcoming, store);
        this.ownChecks = new OwnChecks(planning.graph(), checks, dates, this::tell);
    }

    /**
     * Notes that a source changes in the same commit, for a plan that knows of it.
     *
     * @param rows that it has then
     */
    void give(String source, TableChange change, RowSet rows) {
        given.put(Name.folded(source), change);
        upcoming.require(source);
        upcoming.set(source, rows);
    }

    /** Computes and checks; {@code tests} are those that may read anything. */
    void run(List<Check> tests, boolean partial) {
        plan.sources().forEach(this::checkSource);
        for (ModelPlan planned : plan.models()) {
            ModelPlan model = admission.settled(planned);
            model.goal().ifPresent(goal -> outcomes.put(Name.folded(model.name()), outcome(model, goal)));
        }
        List<Check> last = new ArrayList<>(ownChecks.deferred());
        last.addAll(tests);
        new FinalChecks(this, checks, partial).run(last);
    }

    Plan plan() {
        return plan;
    }

    Upcoming upcoming() {
        return upcoming;
    }

    HiddenStates states() {
        return states;
    }

    Costs costs() {
        return costs;
    }

    /** Of every model with a file, in order. */
    Collection<Outcome> outcomes() {
        return outcomes.values();
    }

    Optional<Outcome> outcome(String model) {
        return Optional.ofNullable(outcomes.get(Name.folded(model)));
    }

    List<Problem> failures() {
        return failures.list();
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /** Tells what a check found: an error is a failure. */
    void tell(Problem found) {
        if (found.isError()) {
            failures.add(found);
        } else {
            warnings.add(found);
        }
    }

    /** Leaves a model as it was. */
    void fail(String model, Outcome.State state) {
        outcomes.computeIfPresent(Name.folded(model), (name, outcome) -> outcome.turned(state));
        upcoming.forget(model);
    }

    /** How a table changes, as far as that is known. */
    private Optional<TableChange> change(String table) {
        return Optional.ofNullable(given.get(Name.folded(table)))
                .or(() -> outcome(table).flatMap(TableChange::of));
    }

    /** What a table is once this is published, as far as it is computed. */
    private Optional<TableDefinition> definition(String table) {
        return Optional.ofNullable(given.get(Name.folded(table)))
                .map(TableChange::definition)
                .or(() ->
                        outcome(table).flatMap(outcome -> outcome.plan().goal()).map(Goal::definition))
                .or(() -> upcoming.before(table).map(TableMemory::definition));
    }

    private void checkSource(SourceChange source) {
        upcoming.require(source.name());
        Location place = planning.project().sources().stream()
                .filter(declared -> Name.same(declared.name(), source.name()))
                .findFirst()
                .orElseThrow()
                .location();
        new ModelChecks(source.name(), source.goal(), setting -> place)
                .integrity().stream()
                        .map(check -> check.hinting(ModelChecks.REDECLARED))
                        .flatMap(check -> checks.run(check, "define").stream())
                        .forEach(found -> tell(found.problem()));
    }

    private Outcome outcome(ModelPlan model, Goal goal) {
        if (!model.isPending()) {
            return Outcome.untouched(model);
        }
        boolean blocked = goal.inputs().stream().anyMatch(this::isLost);
        if (blocked) {
            return Outcome.untouched(model).turned(Outcome.State.BLOCKED);
        }
        if (!mustRun(model, goal)) {
            return Outcome.untouched(model);
        }
        if (!goal.isView() && unread.areAllOf(model)) {
            upcoming.require(model.name());
            return Outcome.left(model);
        }
        long begun = System.nanoTime();
        Outcome outcome = goal.isView() ? view(model, goal) : table(model, goal);
        if (outcome.isDone() && !ownChecks.datesHold(outcome.plan(), goal)) {
            upcoming.forget(model.name());
            outcome = failed(model);
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        return outcome.took(millis);
    }

    private boolean isLost(String input) {
        return outcome(input).filter(Outcome::isLost).isPresent();
    }

    /** A model that is pending only because of models above it runs only when one of those did change. */
    private boolean mustRun(ModelPlan model, Goal goal) {
        boolean byItself = model.changes().stream()
                .anyMatch(change -> change.touchesRows() && !(change instanceof Change.Upstream));
        return byItself
                || goal.inputs().stream()
                        .anyMatch(input -> outcome(input)
                                .filter(Outcome::changesForReaders)
                                .isPresent());
    }

    /** A view that was looked at: from now on it shows what it reads as it is in this apply, under its clock. */
    private Optional<WholeForms.Text> view(String name) {
        return outcome(name)
                .map(Outcome::plan)
                .filter(plan -> plan.goal().filter(Goal::isView).isPresent())
                .map(WholeForms.Text::of);
    }

    private Outcome view(ModelPlan model, Goal goal) {
        begin("check " + model.name());
        upcoming.require(model.name());
        Admission.Shown shown;
        try {
            shown = admission.show(model, goal);
        } catch (MachineException failure) {
            failure.throwUnlessOfMemory();
            return failed(model, failure);
        } catch (InvalidException failure) {
            return failed(model, failure);
        }
        upcoming.set(model.name(), shown.rows());
        if (!ownChecks.allHold(model, goal)) {
            upcoming.forget(model.name());
            return failed(model);
        }
        Optional<StagedDiff> emptied = upcoming.before(model.name())
                .filter(before -> !before.isView() && before.rows() > 0)
                .map(this::emptied);
        return Outcome.done(model.with(shown.goal()), emptied, true);
    }

    private void begin(String step) {
        progress.step(step);
        progress.done(begun++, plan.pending().size());
    }

    /** What takes all rows out of a table that becomes a view. */
    private StagedDiff emptied(TableMemory before) {
        StagedTable nothing = store.stage(new RowSet.Query(
                "FROM rows WHERE false",
                Map.of("rows", new RowSet.Stored(before, plan.memory().seq())),
                now));
        return store.net(before, before.definition(), nothing);
    }

    private Outcome table(ModelPlan model, Goal goal) {
        begin("compute " + model.name());
        upcoming.require(model.name());
        if (obligation.forbids()) {
            return whole(model, goal);
        }
        boolean bound = obligation.binds(model);
        boolean must = bound || obligation.forced().isPresent();
        Maintenance.Attempt attempt = maintenance.attempt(model, goal, obligation.forced(), must);
        if (attempt instanceof Maintenance.Found found
                && (model.followsInputsAndClock() || admission.admits(model, goal))) {
            return changed(model.by(found.strategy()).telling(found.edited()), goal, found.diff());
        }
        states.forget(model.name());
        String reason = attempt instanceof Maintenance.Not not ? not.reason() : "its text is opaque";
        if (bound) {
            failures.add(obligation.broken(model, reason, Severity.ERROR));
            return failed(model);
        }
        Outcome outcome = whole(model, goal);
        boolean told = model.followsInputsAndClock()
                || model.followsLogic() && (must || upcoming.size(goal.inputs()) > Admission.COMPARED_ROWS);
        return outcome.isDone() && told ? outcome.because(reason) : outcome;
    }

    private Outcome whole(ModelPlan model, Goal goal) {
        long begun = System.nanoTime();
        Admission.Computed computed;
        try {
            Optional<LogicChange.Found> found = logicChange.find(model, goal);
            if (found.isPresent()) {
                Goal settled = found.get().goal();
                return changed(model.with(settled), settled, found.get().diff());
            }
            computed = admission.compute(model, goal);
        } catch (RefusedException busy) {
            warnings.addAll(busy.problems());
            return Outcome.untouched(model).turned(Outcome.State.BUSY);
        } catch (MachineException failure) {
            failure.throwUnlessOfMemory();
            return failed(model, failure);
        } catch (InvalidException failure) {
            return failed(model, failure);
        }
        upcoming.set(model.name(), new RowSet.Staged(computed.rows()));
        if (!ownChecks.integrityHolds(model, goal)) {
            upcoming.forget(model.name());
            return failed(model);
        }
        Outcome outcome = netted(model.with(computed.goal()), computed.goal(), computed.rows());
        if (model.followsInputsAndClock() || model.find(Change.New.class).isPresent()) {
            long millis = (System.nanoTime() - begun) / 1_000_000;
            costs.note(model.name(), new ModelRun(false, millis, upcoming.size(goal.inputs()), 0));
        }
        return outcome;
    }

    /** The key and the effective column of a diff were checked when it was looked up. */
    private Outcome changed(ModelPlan model, Goal goal, StagedDiff diff) {
        if (!diff.isEmpty()) {
            TableMemory before = upcoming.before(model.name()).orElseThrow();
            upcoming.set(model.name(), new RowSet.Changed(before, plan.memory().seq(), diff));
        }
        Outcome outcome = Outcome.done(model, Optional.of(diff), !diff.isEmpty());
        return diff.isEmpty() || ownChecks.declaredHold(model, goal) ? outcome : failed(model);
    }

    private Outcome netted(ModelPlan model, Goal goal, StagedTable staged) {
        TableMemory before = upcoming.everBefore(model.name()).orElse(null);
        TableDefinition definition = goal.definition();
        StagedDiff diff = before == null ? store.initial(definition, staged) : store.net(before, definition, staged);
        Optional<TableDefinition> sameColumns = upcoming.before(model.name())
                .filter(known -> !known.isView())
                .map(TableMemory::definition)
                .filter(known -> known.schema().equals(definition.schema()));
        boolean columnsDiffer = sameColumns.isEmpty();
        boolean sameExact = sameColumns
                .filter(known -> known.inexact().equals(definition.inexact()))
                .isPresent();
        boolean changes = !sameExact || !diff.isEmpty();
        if (!changes) {
            upcoming.forget(model.name());
        } else if (before != null && !columnsDiffer && !definition.inexact().isEmpty()) {
            upcoming.set(model.name(), new RowSet.Changed(before, plan.memory().seq(), diff));
        }
        Outcome outcome = Outcome.done(model, Optional.of(diff), changes);
        return !changes || ownChecks.declaredHold(model, goal) ? outcome : failed(model);
    }

    private Model declaration(ModelPlan model) {
        return planning.graph().model(model.name()).orElseThrow();
    }

    private Outcome failed(ModelPlan model, Failure failure) {
        failure.problems().forEach(problem -> failures.add(RowFault.of(declaration(model), problem)));
        return failed(model);
    }

    private static Outcome failed(ModelPlan model) {
        return Outcome.untouched(model).turned(Outcome.State.FAILED);
    }
}
