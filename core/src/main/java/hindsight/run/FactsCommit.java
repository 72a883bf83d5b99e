package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Requirement;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableSettings;
import hindsight.history.Update;
import hindsight.history.Update.LogicText;
import hindsight.plan.ModelPlan;
import hindsight.plan.Plan;
import hindsight.plan.PlanRequest;
import hindsight.plan.ProjectInForce;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.project.TestDefinition;
import hindsight.run.MergedFacts.Fate;
import hindsight.run.MergedFacts.Source;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of primary facts, and of all that follows from them, for one commit: models are brought up to date under the logic in force, never
 * under files that are not applied.
 */
final class FactsCommit implements CommitToCome {
    private final Workspace workspace;
    private final Store store;
    private final Memory ours;
    private final MergedFacts facts;
    private final Map<String, Source> sources = new HashMap<>();
    private final Computation computation;

    /**
     * Computes what follows.
     *
     * @throws InvalidException when rows, logic or a test would not be sound afterwards
     */
    FactsCommit(Workspace workspace, Store store, Memory ours, MergedFacts facts) {
        this.workspace = workspace;
        this.store = store;
        this.ours = ours;
        this.facts = facts;
        facts.sources.forEach(source -> sources.put(Name.folded(source.name()), source));
        this.computation = computed();
    }

    /** Of sources first, then of models. */
    @Override
    public List<Update> updates() {
        List<Update> updates = new ArrayList<>();
        facts.sources.forEach(source -> updates.addAll(updates(source)));
        facts.returning.values().stream().filter(this::isUnseen).forEach(model -> updates.add(new Update.Adopt(model)));
        updates.addAll(Drafting.updates(computation, workspace.now()));
        return updates;
    }

    /** Where branches have a table of one name that they made apart, each goes on with its own. */
    private boolean isUnseen(TableMemory other) {
        return ThreeStates.named(ours, other.name()).isEmpty()
                && ThreeStates.ever(ours, other.id()).isEmpty();
    }

    @Override
    public List<Requirement> requirements() {
        return computation.upcoming().reliedOn().stream().map(this::required).toList();
    }

    private Requirement required(Requirement found) {
        return found instanceof Requirement.Unchanged unchanged && isUnseen(unchanged.memory())
                ? new Requirement.Absent(unchanged.memory().name())
                : found;
    }

    private List<Update> updates(Source source) {
        List<Update> updates = new ArrayList<>();
        TableDefinition written = source.written().definition();
        boolean reshaped = source.fate() == Fate.RETURNS
                || !written.schema().equals(source.before().definition().schema());
        if (source.fate() == Fate.COMES) {
            updates.add(isUnseen(source.before()) ? new Update.Adopt(source.before()) : new Update.Define(written));
        } else if (reshaped) {
            updates.add(new Update.Define(written));
        }
        if (!source.diff().isEmpty()) {
            updates.add(new Update.Write(source.name(), source.diff()));
        }
        TableDefinition defined = reshaped ? written : source.before().definition();
        if (source.fate() == Fate.STAYS && !defined.equals(source.after())) {
            updates.add(new Update.Define(source.after()));
        }
        return updates;
    }

    private Computation computed() {
        Memory then = then();
        Map<String, String> formerNames = new HashMap<>();
        facts.renamed.forEach((old, name) ->
                formerNames.put(Name.folded(name), ours.table(old).orElseThrow().name()));
        Planning planning = Planning.inForce(
                workspace, ProjectInForce.of(workspace.project(), tables(then), logic(), formerNames), request());
        Planning.Planned planned = planning.planned(then);
        Plan plan = planned.plan();
        if (!plan.errors().isEmpty()) {
            throw new InvalidException(plan.errors());
        }
        if (!plan.refusals().isEmpty()) {
            throw new RefusedException(plan.refusals());
        }
        Computation computing = new Computation(workspace, planning, planned, Apply.Manner.atOnce(store));
        facts.sources.stream()
                .filter(source -> source.fate() != Fate.GOES)
                .forEach(source -> computing.give(source.name(), change(source), rows(source)));
        computing.run(tests(planning), false);
        if (!computing.failures().isEmpty()) {
            throw new InvalidException(computing.failures());
        }
        return computing;
    }

    private PlanRequest request() {
        Set<String> drop = new HashSet<>(facts.dropped);
        Set<String> given = new HashSet<>();
        facts.sources.forEach(source -> (source.fate() == Fate.GOES ? drop : given).add(source.name()));
        Map<String, Timeline<LogicText>> declared = new HashMap<>(ProjectInForce.declared(ours));
        declared.putAll(facts.declared);
        Set<String> restated = new HashSet<>(facts.declared.keySet());
        restated.addAll(facts.renamed.values());
        facts.renamed.forEach((old, name) -> Optional.ofNullable(declared.get(old))
                .ifPresent(timeline -> declared.put(Name.folded(name), timeline)));
        return new PlanRequest(
                Optional.empty(),
                Optional.empty(),
                restated,
                drop,
                workspace.now(),
                workspace.project().settings().timeZone(),
                declared,
                heldBack(),
                given);
    }

    /** What files said at the last apply, where something else is to be in force; by the names that models are to have. */
    private Map<String, TableSettings> heldBack() {
        Map<String, TableSettings> heldBack = new HashMap<>();
        for (TableMemory table : ours.live()) {
            TableSettings now = TableSettings.of(table.definition());
            TableSettings wanted = facts.settings.getOrDefault(Name.folded(table.name()), now);
            String name = facts.renamed.getOrDefault(Name.folded(table.name()), table.name());
            table.model()
                    .map(model -> facts.declaredSettings.getOrDefault(
                            Name.folded(table.name()), model.heldBack().orElse(now)))
                    .filter(file -> !file.isSame(wanted))
                    .ifPresent(file -> heldBack.put(Name.folded(name), file));
        }
        facts.returning.forEach((name, table) ->
                table.model().flatMap(ModelMemory::heldBack).ifPresent(file -> heldBack.put(name, file)));
        return heldBack;
    }

    /** By the names that models are to have. */
    private Map<String, Timeline<LogicText>> logic() {
        Map<String, Timeline<LogicText>> logic = new LinkedHashMap<>(facts.logic);
        facts.renamed.forEach((old, name) ->
                Optional.ofNullable(logic.remove(old)).ifPresent(timeline -> logic.put(Name.folded(name), timeline)));
        return logic;
    }

    /** What is remembered, with sources as they will be. */
    private Memory then() {
        List<TableMemory> tables = new ArrayList<>();
        for (TableMemory table : ours.tables().values()) {
            Source source = sources.get(Name.folded(table.name()));
            tables.add(source == null || source.before().id() != table.id() ? table : after(source));
        }
        facts.sources.stream()
                .filter(source -> source.fate() == Fate.COMES)
                .forEach(source -> tables.add(after(source)));
        return Memory.of(ours.seq(), tables, ours.reversals());
    }

    private static TableMemory after(Source source) {
        if (source.fate() == Fate.GOES) {
            return source.before();
        }
        List<StoredColumn> columns = source.after().schema().columns().stream()
                .map(column -> source.written().columns().stream()
                        .filter(stored -> stored.column().named(column.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
        return source.before().as(source.after(), columns, false);
    }

    /** What there is to be, models under the names that they are to have. */
    private List<TableMemory> tables(Memory then) {
        List<TableMemory> tables = new ArrayList<>();
        for (TableMemory table : then.live()) {
            Source source = sources.get(Name.folded(table.name()));
            boolean goes = facts.drops(table.name()) || source != null && source.fate() == Fate.GOES;
            if (!goes) {
                String known = Name.folded(table.name());
                TableDefinition definition = table.definition()
                        .with(facts.settings.getOrDefault(known, TableSettings.of(table.definition())));
                tables.add(table.as(
                        definition.named(facts.renamed.getOrDefault(known, table.name())),
                        table.columns(),
                        table.dropped()));
            }
        }
        tables.addAll(facts.returning.values());
        return tables;
    }

    private static TableChange change(Source source) {
        boolean defines = source.fate() != Fate.STAYS || source.isRedefined();
        return new TableChange(source.after(), defines, defines ? Optional.empty() : Optional.of(source.diff()));
    }

    private RowSet rows(Source source) {
        TableMemory before = source.before();
        if (source.fate() == Fate.COMES) {
            return ChangedRows.first(source.after(), source.diff(), workspace.now());
        }
        TableDefinition written = source.written().definition();
        RowSet rows = ChangedRows.of(before, written, source.diff(), workspace.now());
        return ChangedRows.in(source.after().schema(), written.schema(), rows, workspace.now());
    }

    /** Tests of files that do not fit what is in force are left out. */
    private List<Check> tests(Planning planning) {
        List<Check> checks = new ArrayList<>();
        for (TestDefinition test : planning.project().tests()) {
            try {
                checks.addAll(TestFiles.checks(
                        List.of(test), planning.graph(), workspace.engine().parser()));
            } catch (InvalidException readsWhatIsNotThere) {
                workspace.progress().step("leave out test " + test.name());
            }
        }
        return checks;
    }

    @Override
    public List<Problem> warnings() {
        return computation.warnings();
    }

    @Override
    public List<String> reasons() {
        return Consent.reasons(computation, restated -> true);
    }

    @Override
    public List<ReversalResult.Table> tables() {
        List<ReversalResult.Table> tables = new ArrayList<>();
        facts.sources.forEach(source -> tables.add(table(source)));
        for (ModelPlan plan : computation.plan().models()) {
            computation
                    .outcome(plan.name())
                    .filter(Outcome::isDone)
                    .map(FactsCommit::table)
                    .or(() -> dropped(plan, tables))
                    .ifPresent(tables::add);
        }
        return tables;
    }

    private static ReversalResult.Table table(Source source) {
        String change = switch (source.fate()) {
            case STAYS -> source.change();
            case GOES -> "dropped";
            case RETURNS -> "comes back";
            case COMES -> "new";
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
