package hindsight.run;

import hindsight.delta.Branches;
import hindsight.delta.ClockMove;
import hindsight.delta.InputChange;
import hindsight.delta.KeyedQueries;
import hindsight.delta.Side;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.ModelRun;
import hindsight.history.RowSet;
import hindsight.history.Sections;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Renderings;
import hindsight.plan.Strategy;
import hindsight.plan.WholeForms;
import hindsight.problem.InvalidException;
import hindsight.relation.BoundQuery;
import hindsight.schema.Name;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the diffs of models from the diffs of what they read, and from the time that passed, where that can be done. */
final class Maintenance {
    /** Where more of what a model reads changed, computing all of it is cheaper. */
    private static final double MOST_CHANGED = 0.3;
    /** Where more of a model's rows are touched, too. */
    private static final double MOST_TOUCHED = 0.5;

    /** Row versions recorded since some commit, and those of a diff on top of them: what came only to go again is not among them. */
    private static final String TOGETHER = """
            SELECT r.* FROM recorded r ANTI JOIN (FROM fresh WHERE _weight < 0) f ON r._version = f._version
            UNION ALL
            SELECT f.* FROM fresh f ANTI JOIN (FROM recorded WHERE _weight > 0) r ON f._weight < 0 AND f._version = r._version""";

    private final Renderings renderings;
    private final WholeForms forms;
    private final Memory memory;
    private final Upcoming upcoming;
    private final Store store;
    private final Function<String, Optional<TableChange>> changes;
    private final ViewsAsSeen views;
    private final HiddenStates states;
    private final Costs costs;
    /** What changed in tables since commits: staged once for all models that reflect the same one. */
    private final Map<String, StagedTable> diffs = new HashMap<>();
    /** How much that is. */
    private final Map<String, Long> numbers = new HashMap<>();

    /** @param changes how tables change, as far as that is known, by name */
    Maintenance(
            Planning.Planned planned,
            WholeForms forms,
            Upcoming upcoming,
            Store store,
            Function<String, Optional<TableChange>> changes,
            HiddenStates states,
            Costs costs) {
        this.renderings = planned.renderings();
        this.forms = forms;
        this.memory = planned.plan().memory();
        this.upcoming = upcoming;
        this.store = store;
        this.changes = changes;
        this.states = states;
        this.costs = costs;
        this.views = new ViewsAsSeen(planned.plan(), forms, upcoming, store);
    }

    /** What came of the attempt. */
    sealed interface Attempt {}

    /** @param diff of the model's head */
    record Found(Strategy strategy, StagedDiff diff) implements Attempt {}

    /** @param reason why its diff is not found so, such as {@code it is opaque} */
    record Not(String reason) implements Attempt {}

    /**
     * A model's diff from those of its inputs.
     *
     * @param forced the strategy that must be used
     * @param must whether it must be found so, whatever it costs
     */
    Attempt attempt(ModelPlan model, Goal goal, Optional<Strategy> forced, boolean must) {
        TableMemory before = upcoming.before(model.name()).orElse(null);
        ModelMemory reflected = before == null ? null : before.model().orElse(null);
        if (before == null || reflected == null || before.isView() || goal.isView() || !model.followsInputsAndClock()) {
            return new Not("its logic or its definition changed");
        }
        long begun = System.nanoTime();
        WholeForms.Whole form = forms.of(model).orElse(null);
        if (form == null) {
            return new Not("it is opaque");
        }
        Optional<String> unseen = views.hindrance(Sections.together(before), reflected.basis(), reflected.clock());
        if (unseen.isPresent()) {
            return new Not(unseen.get());
        }
        Inputs inputs = new Inputs(reflected.basis(), upcoming.clock(reflected.clock(), upcoming.now()));
        for (String input : form.inputs()) {
            Optional<String> hindrance = inputs.include(input);
            if (hindrance.isPresent()) {
                return new Not(hindrance.get());
            }
        }
        Task task = new Task(
                form,
                SectionForms.of(form, goal.definition()),
                inputs,
                new Target(before, goal.definition()),
                new Demand(forced, must));
        Attempt attempt = attempt(task);
        if (attempt instanceof Found && !states.makes(model.name())) {
            long millis = (System.nanoTime() - begun) / 1_000_000;
            costs.note(model.name(), new ModelRun(true, millis, inputs.allRows, inputs.changedRows));
        }
        return attempt;
    }

    /**
     * The diff of rows that a form gave as of a commit, from those of its inputs since.
     *
     * @param rows stand for a table
     */
    Attempt follow(Goal goal, WholeForms.Whole form, TableMemory rows, long basis) {
        Inputs inputs = new Inputs(basis, upcoming.clock(upcoming.now(), upcoming.now()));
        Optional<String> hindrance = views.hindrance(goal.text(), basis, upcoming.now());
        for (String input : form.inputs()) {
            hindrance = hindrance.or(() -> inputs.include(input));
        }
        hindrance = hindrance.or(inputs::excess);
        return hindrance
                .<Attempt>map(Not::new)
                .orElseGet(() -> attempt(new Task(
                        form,
                        SectionForms.of(form, goal.definition()),
                        inputs,
                        new Target(rows, goal.definition()),
                        new Demand(Optional.empty(), true))));
    }

    /** What is asked of an attempt. */
    private record Demand(Optional<Strategy> forced, boolean must) {}

    /**
     * An attempt.
     *
     * @param form what the model does
     * @param sections of the form, where there are several
     */
    private record Task(
            WholeForms.Whole form, Optional<Branches> sections, Inputs inputs, Target target, Demand demand) {
        /** A change that touches some of several sections would lose states: there they are made only where that is asked for. */
        boolean keepsStates() {
            Optional<Strategy> forced = demand.forced();
            if (target.before().isChunks()) {
                return false;
            }
            return sections.isEmpty()
                    ? !forced.equals(Optional.of(Strategy.KEYED))
                    : forced.equals(Optional.of(Strategy.DELTA));
        }
    }

    private Attempt attempt(Task task) {
        Inputs inputs = task.inputs();
        Optional<String> loss = loss(task, SectionForms.least(task.form(), task.sections()));
        if (loss.isPresent()) {
            return new Not(loss.get());
        }
        inputs.stage();
        if (task.sections().isEmpty()) {
            return found(task, Optional.empty());
        }
        Optional<WholeForms.Whole> part = touched(task.form(), task.sections().get(), inputs);
        loss = loss(task, part.orElse(task.form()));
        return loss.isPresent() ? new Not(loss.get()) : found(task, part);
    }

    private static Optional<String> loss(Task task, WholeForms.Whole form) {
        return task.demand().must()
                ? Optional.empty()
                : task.inputs().loss(task.target().before(), form);
    }

    /** @param part what of the model's form matters, where not all of it does */
    private Attempt found(Task task, Optional<WholeForms.Whole> part) {
        Inputs inputs = task.inputs();
        Target target = task.target();
        Demand demand = task.demand();
        Optional<BoundQuery> overStates = task.keepsStates() && part.isEmpty()
                ? states.change(target.before(), task.form(), inputs.clock, inputs.rows, inputs.changes)
                : Optional.empty();
        if (overStates.isPresent()) {
            return delta(overStates.get(), inputs, target);
        }
        Method method = method(task, part);
        if (method instanceof Method.Keyed keyed) {
            return keyed(keyed.queries(), inputs, target, demand.must());
        }
        return method instanceof Method.Delta delta
                ? delta(delta.change(), inputs, target)
                : new Not(((Method.None) method).reason());
    }

    /**
     * Where some sections are left out, keys must tell them apart: else rows of other sections could have touched keys, too, and would
     * seem to be gone.
     */
    private static Method method(Task task, Optional<WholeForms.Whole> part) {
        Inputs inputs = task.inputs();
        Optional<Strategy> forced = task.demand().forced();
        Method method = Method.of(part.or(() -> Optional.of(task.form())), inputs.changes, inputs.clock, forced);
        boolean mixes = part.isPresent()
                && method instanceof Method.Keyed keyed
                && !keyed.queries()
                        .columns()
                        .contains(task.sections().orElseThrow().column());
        return mixes ? Method.of(Optional.of(task.form()), inputs.changes, inputs.clock, forced) : method;
    }

    /** A form without the sections that a change does not touch; empty where it may touch all, as far as the diffs of the inputs tell. */
    private Optional<WholeForms.Whole> touched(WholeForms.Whole form, Branches sections, Inputs inputs) {
        BoundQuery counts = sections.touched(inputs.changes, inputs.clock).orElse(null);
        if (counts == null) {
            return Optional.empty();
        }
        List<@Nullable Object> rows;
        try {
            rows = store.only(upcoming.derived(counts, renderings.sql(counts), inputs.rows));
        } catch (InvalidException fails) {
            return Optional.empty();
        }
        BitSet touched = new BitSet();
        IntStream.range(0, sections.size())
                .filter(section -> !Long.valueOf(0).equals(rows.get(section)))
                .forEach(touched::set);
        if (touched.isEmpty()) {
            touched.set(0);
        }
        return touched.cardinality() == sections.size()
                ? Optional.empty()
                : Optional.of(form.part(sections.only(touched::get)));
    }

    /** The model whose diff is looked for. */
    private record Target(TableMemory before, TableDefinition definition) {}

    private Attempt keyed(KeyedQueries queries, Inputs inputs, Target target, boolean must) {
        try {
            StagedTable keys =
                    store.stage(upcoming.derived(queries.keys(), renderings.sql(queries.keys()), inputs.rows));
            if (!must && keys.rows() > MOST_TOUCHED * target.before().rows() + 1) {
                return new Not(keys.rows() + " keys of its " + target.before().rows() + " rows are touched");
            }
            Map<String, RowSet> rows = new LinkedHashMap<>(inputs.rows);
            rows.put(KeyedQueries.KEYS, new RowSet.Staged(keys));
            StagedTable fresh = store.stage(upcoming.derived(queries.rows(), renderings.sql(queries.rows()), rows));
            List<String> names = target.definition().schema().names();
            List<String> columns = queries.columns().stream().map(names::get).toList();
            return found(Strategy.KEYED, store.netWithin(target.before(), target.definition(), fresh, keys, columns));
        } catch (InvalidException fails) {
            return new Not("it fails over its rows");
        }
    }

    private Attempt delta(BoundQuery change, Inputs inputs, Target target) {
        try {
            RowSet rows = upcoming.derived(change, renderings.sql(change), inputs.rows);
            return found(Strategy.DELTA, store.change(target.before(), target.definition(), rows));
        } catch (InvalidException fails) {
            return new Not("it fails over its rows");
        }
    }

    private static Attempt found(Strategy strategy, Optional<StagedDiff> diff) {
        return diff.<Attempt>map(sound -> new Found(strategy, sound))
                .orElseGet(() -> new Not("the change does not fit its rows"));
    }

    /** What a model reads, and how it differs from what the model reflects. */
    private final class Inputs {
        private final long basis;
        private final ClockMove clock;
        private final Map<String, InputChange> changes = new HashMap<>();
        private final Map<String, RowSet> rows = new LinkedHashMap<>();
        private final Map<String, Supplier<RowSet>> waiting = new LinkedHashMap<>();
        private long changedRows;
        private long allRows;

        Inputs(long basis, ClockMove clock) {
            this.basis = basis;
            this.clock = clock;
        }

        /** Why computing the model whole is cheaper. */
        Optional<String> loss(TableMemory model, WholeForms.Whole form) {
            return excess().or(() -> Method.unbounded(form, clock))
                    .or(() -> costs.loss(model, form, allRows, OptionalLong.of(changedRows)));
        }

        private Optional<String> excess() {
            return changedRows > MOST_CHANGED * allRows
                    ? Optional.of("of " + allRows + " input rows, " + changedRows + " came or went")
                    : Optional.empty();
        }

        /** Makes an input readable; says what stands against it. */
        Optional<String> include(String input) {
            TableMemory table = upcoming.before(input).orElse(null);
            if (table == null || table.isView()) {
                return Optional.of("it reads the view " + input);
            }
            if (rows.containsKey(input) || changes.containsKey(Name.folded(input))) {
                return Optional.empty();
            }
            upcoming.require(input);
            allRows += table.rows();
            TableChange change = Maintenance.this.changes.apply(input).orElse(null);
            if (table.definedAt() > basis || change != null && change.defines()) {
                return Optional.of(input + " is defined anew");
            }
            boolean changed = table.changedAt() > basis;
            return change != null ? computed(input, table, change, changed) : remembered(input, table, changed);
        }

        /** @param changed whether it changed before this commit, too, so that the old rows are not those of its head */
        private Optional<String> computed(String input, TableMemory table, TableChange change, boolean changed) {
            StagedDiff diff = change.diff().orElse(null);
            if (diff == null) {
                return Optional.of("all of " + input + " is new");
            }
            RowSet fresh = new RowSet.StagedVersions(change.definition(), diff);
            changedRows += diff.added() + diff.retracted();
            if (changed) {
                changedRows += recorded(input, table);
                waiting.put(
                        Side.DIFF.of(input),
                        () -> upcoming.query(
                                TOGETHER, Map.of("recorded", new RowSet.Staged(staged(input, table)), "fresh", fresh)));
            } else {
                rows.put(Side.DIFF.of(input), fresh);
            }
            rows.put(Side.HEAD.of(input), changed ? new RowSet.Past(table, basis) : new RowSet.Head(table));
            changes.put(Name.folded(input), InputChange.HEAD_IS_OLD);
            return Optional.empty();
        }

        private Optional<String> remembered(String input, TableMemory table, boolean changed) {
            if (!changed) {
                rows.put(input, upcoming.rows(input));
                return Optional.empty();
            }
            changedRows += recorded(input, table);
            waiting.put(Side.DIFF.of(input), () -> new RowSet.Staged(staged(input, table)));
            rows.put(Side.HEAD.of(input), new RowSet.Head(table));
            changes.put(Name.folded(input), InputChange.HEAD_IS_NEW);
            return Optional.empty();
        }

        /** Makes what changed before readable, which takes as long as it is large. */
        void stage() {
            waiting.forEach((name, diff) -> rows.put(name, diff.get()));
        }

        private long recorded(String input, TableMemory table) {
            return numbers.computeIfAbsent(known(input), name -> store.changed(versions(table)));
        }

        private StagedTable staged(String input, TableMemory table) {
            return diffs.computeIfAbsent(known(input), name -> store.stage(versions(table)));
        }

        private String known(String input) {
            return Name.folded(input) + " " + basis;
        }

        private RowSet.Versions versions(TableMemory table) {
            return new RowSet.Versions(table, basis, memory.seq());
        }
    }
}
