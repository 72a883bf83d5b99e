package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.Requirement;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.history.Update.LogicText;
import hindsight.plan.Plan;
import hindsight.plan.PlanRequest;
import hindsight.plan.ProjectInForce;
import hindsight.problem.InvalidException;
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
final class FactsCommit {
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

    Computation computation() {
        return computation;
    }

    /** Of sources first, then of models. */
    List<Update> updates() {
        List<Update> updates = new ArrayList<>();
        facts.sources.forEach(source -> updates.addAll(updates(source)));
        updates.addAll(Drafting.updates(computation, workspace.now()));
        return updates;
    }

    List<Requirement> requirements() {
        return computation.upcoming().reliedOn();
    }

    private static List<Update> updates(Source source) {
        List<Update> updates = new ArrayList<>();
        TableDefinition written = source.written().definition();
        if (source.fate() == Fate.RETURNS
                || !written.schema().equals(source.before().definition().schema())) {
            updates.add(new Update.Define(written));
        }
        if (!source.diff().isEmpty()) {
            updates.add(new Update.Write(source.name(), source.diff()));
        }
        if (source.fate() == Fate.STAYS
                && !written.schema().equals(source.after().schema())) {
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
        facts.renamed.forEach((old, name) -> Optional.ofNullable(declared.get(old))
                .ifPresent(timeline -> declared.put(Name.folded(name), timeline)));
        return new PlanRequest(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                drop,
                workspace.now(),
                workspace.project().settings().timeZone(),
                declared,
                given);
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
                String name = facts.renamed.get(Name.folded(table.name()));
                tables.add(
                        name == null
                                ? table
                                : table.as(table.definition().named(name), table.columns(), table.dropped()));
            }
        }
        tables.addAll(facts.returning.values());
        return tables;
    }

    private static TableChange change(Source source) {
        boolean defines = source.fate() == Fate.RETURNS || source.isRedefined();
        return new TableChange(source.after(), defines, defines ? Optional.empty() : Optional.of(source.diff()));
    }

    private RowSet rows(Source source) {
        TableMemory before = source.before();
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
}
