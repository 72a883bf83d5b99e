package hindsight.run;

import hindsight.delta.Branches;
import hindsight.delta.ClockMove;
import hindsight.delta.KeyedQueries;
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
import hindsight.problem.MachineException;
import hindsight.relation.BoundQuery;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the diffs of models from the diffs of what they read, and from the time that passed, where that can be done. */
final class Maintenance {
    /** Where more of what a model reads changed, computing all of it is cheaper. */
    private static final double MOST_CHANGED = 0.3;
    /** Where more of a model's rows are touched, too. */
    private static final double MOST_TOUCHED = 0.5;

    private final Renderings renderings;
    private final WholeForms forms;
    private final Upcoming upcoming;
    private final Store store;
    private final EditedForms edits;
    private final InputDiffs diffs;
    private final ViewsAsSeen views;
    private final HiddenStates states;
    private final Costs costs;

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
        this.upcoming = upcoming;
        this.store = store;
        this.edits = new EditedForms(forms);
        this.diffs = new InputDiffs(planned.plan().memory(), upcoming, store, changes);
        this.states = states;
        this.costs = costs;
        this.views = new ViewsAsSeen(planned.plan(), forms, upcoming, store);
    }

    /** What came of the attempt. */
    sealed interface Attempt {}

    /**
     * A diff of the model's head.
     *
     * @param edited which parts of its logic say something else, such as {@code a predicate}
     */
    record Found(Strategy strategy, StagedDiff diff, List<String> edited) implements Attempt {}

    /** @param reason why its diff is not found so, such as {@code it is opaque} */
    record Not(String reason) implements Attempt {
        /** Computed whole, it may do with less. */
        private static Not ofMemory(MachineException fails) {
            fails.throwUnlessOfMemory();
            return new Not("it does not fit into the engine's memory");
        }
    }

    /**
     * A model's diff from those of its inputs.
     *
     * @param forced the strategy that must be used
     * @param must whether it must be found so, whatever it costs
     */
    Attempt attempt(ModelPlan model, Goal goal, Optional<Strategy> forced, boolean must) {
        TableMemory before = upcoming.before(model.name()).orElse(null);
        ModelMemory reflected = before == null ? null : before.model().orElse(null);
        boolean follows = model.followsInputsAndClock() || model.followsLogic();
        if (before == null || reflected == null || before.isView() || goal.isView() || !follows) {
            return new Not("its logic or its definition changed");
        }
        Target target = new Target(before, goal.definition());
        Demand demand = new Demand(forced, must);
        return model.followsLogic() ? edited(model, goal, target, demand) : followed(model, reflected, target, demand);
    }

    private Attempt followed(ModelPlan model, ModelMemory reflected, Target target, Demand demand) {
        long begun = System.nanoTime();
        WholeForms.Whole form = forms.of(model).orElse(null);
        if (form == null) {
            return new Not("it is opaque");
        }
        InputDiffs.Inputs inputs = diffs.since(reflected.basis(), clock(reflected));
        Optional<String> hindrance = views.hindrance(
                        Sections.together(target.before()), reflected.basis(), reflected.clock())
                .or(() -> inputs.include(form.inputs()));
        if (hindrance.isPresent()) {
            return new Not(hindrance.get());
        }
        Attempt attempt = attempt(new Task(form, SectionForms.of(form, target.definition()), inputs, target, demand));
        if (attempt instanceof Found && !states.makes(model.name())) {
            long millis = (System.nanoTime() - begun) / 1_000_000;
            costs.note(model.name(), new ModelRun(true, millis, inputs.allRows(), inputs.changedRows()));
        }
        return attempt;
    }

    /**
     * The diff of rows that a form gave as of a commit, from those of its inputs since.
     *
     * @param rows stand for a table
     */
    Attempt follow(Goal goal, WholeForms.Whole form, TableMemory rows, long basis) {
        InputDiffs.Inputs inputs = diffs.since(basis, upcoming.clock(upcoming.now(), upcoming.now()));
        return views.hindrance(goal.text(), basis, upcoming.now())
                .or(() -> inputs.include(form.inputs()))
                .or(() -> excess(inputs))
                .<Attempt>map(Not::new)
                .orElseGet(() -> attempt(new Task(
                        form,
                        SectionForms.of(form, goal.definition()),
                        inputs,
                        new Target(rows, goal.definition()),
                        new Demand(Optional.empty(), true))));
    }

    private ClockMove clock(ModelMemory reflected) {
        return upcoming.clock(reflected.clock(), upcoming.now());
    }

    /** Of a model whose logic is another, over inputs that may have changed, too. */
    private Attempt edited(ModelPlan model, Goal goal, Target target, Demand demand) {
        EditedForms.Found forms = edits.of(model, goal, target.before());
        if (!(forms instanceof EditedForms.Edited edited)) {
            return new Not(((EditedForms.None) forms).reason());
        }
        ModelMemory reflected = target.before().model().orElseThrow();
        InputDiffs.Inputs inputs =
                diffs.since(reflected.basis(), clock(reflected).ofEdit());
        Optional<String> hindrance = Stream.of(Sections.together(target.before()), goal.text())
                .flatMap(text -> views.hindrance(text, reflected.basis(), reflected.clock()).stream())
                .findFirst()
                .or(() -> inputs.include(edited.whole().inputs()))
                .or(() -> demand.must() ? Optional.empty() : edited.loss(target.before(), inputs.allRows()))
                .or(() -> loss(demand, inputs, target, edited.now()));
        if (hindrance.isPresent()) {
            return new Not(hindrance.get());
        }
        inputs.stage();
        Task task = new Task(edited.whole(), Optional.empty(), inputs, target, demand);
        Method method = method(task, Optional.empty());
        Attempt attempt = method instanceof Method.Delta delta ? few(delta.change(), task) : found(method, task);
        return attempt instanceof Found found
                ? new Found(found.strategy(), found.diff(), edited.query().parts())
                : attempt;
    }

    /** Finds first how many rows differ: it takes little beside writing them. */
    private Attempt few(BoundQuery change, Task task) {
        Target target = task.target();
        try {
            StagedTable rows = store.stage(upcoming.derived(
                    change, renderings.sql(change), task.inputs().rows()));
            if (!task.demand().must()
                    && rows.rows() > 2 * MOST_CHANGED * target.before().rows() + 1) {
                return new Not(
                        rows.rows() + " rows come or go, of " + target.before().rows());
            }
            return found(Strategy.DELTA, store.change(target.before(), target.definition(), new RowSet.Staged(rows)));
        } catch (InvalidException fails) {
            return new Not("it fails over its rows");
        } catch (MachineException fails) {
            return Not.ofMemory(fails);
        }
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
            WholeForms.Whole form,
            Optional<Branches> sections,
            InputDiffs.Inputs inputs,
            Target target,
            Demand demand) {
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
        InputDiffs.Inputs inputs = task.inputs();
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

    private Optional<String> loss(Task task, WholeForms.Whole form) {
        return loss(task.demand(), task.inputs(), task.target(), form);
    }

    /** Why computing the model whole is cheaper. */
    private Optional<String> loss(Demand demand, InputDiffs.Inputs inputs, Target target, WholeForms.Whole form) {
        if (demand.must()) {
            return Optional.empty();
        }
        OptionalLong changed = OptionalLong.of(inputs.changedRows());
        return excess(inputs)
                .or(() -> Method.unbounded(form, inputs.clock()))
                .or(() -> costs.loss(target.before(), form, inputs.allRows(), changed));
    }

    private static Optional<String> excess(InputDiffs.Inputs inputs) {
        return inputs.changedRows() > MOST_CHANGED * inputs.allRows()
                ? Optional.of("of " + inputs.allRows() + " input rows, " + inputs.changedRows() + " came or went")
                : Optional.empty();
    }

    /** @param part what of the model's form matters, where not all of it does */
    private Attempt found(Task task, Optional<WholeForms.Whole> part) {
        InputDiffs.Inputs inputs = task.inputs();
        Target target = task.target();
        Optional<BoundQuery> overStates = task.keepsStates() && part.isEmpty()
                ? states.change(target.before(), task.form(), inputs.clock(), inputs.rows(), inputs.changes())
                : Optional.empty();
        if (overStates.isPresent()) {
            return delta(overStates.get(), inputs, target);
        }
        return found(method(task, part), task);
    }

    private Attempt found(Method method, Task task) {
        if (method instanceof Method.Keyed keyed) {
            return keyed(
                    keyed.queries(), task.inputs(), task.target(), task.demand().must());
        }
        return method instanceof Method.Delta delta
                ? delta(delta.change(), task.inputs(), task.target())
                : new Not(((Method.None) method).reason());
    }

    /**
     * Where some sections are left out, keys must tell them apart: else rows of other sections could have touched keys, too, and would
     * seem to be gone.
     */
    private static Method method(Task task, Optional<WholeForms.Whole> part) {
        InputDiffs.Inputs inputs = task.inputs();
        Optional<Strategy> forced = task.demand().forced();
        Method method = Method.of(part.or(() -> Optional.of(task.form())), inputs.changes(), inputs.clock(), forced);
        boolean mixes = part.isPresent()
                && method instanceof Method.Keyed keyed
                && !keyed.queries()
                        .columns()
                        .contains(task.sections().orElseThrow().column());
        return mixes ? Method.of(Optional.of(task.form()), inputs.changes(), inputs.clock(), forced) : method;
    }

    /** A form without the sections that a change does not touch; empty where it may touch all, as far as the diffs of the inputs tell. */
    private Optional<WholeForms.Whole> touched(WholeForms.Whole form, Branches sections, InputDiffs.Inputs inputs) {
        BoundQuery counts = sections.touched(inputs.changes(), inputs.clock()).orElse(null);
        if (counts == null) {
            return Optional.empty();
        }
        List<@Nullable Object> rows;
        try {
            rows = store.only(upcoming.derived(counts, renderings.sql(counts), inputs.rows()));
        } catch (InvalidException fails) {
            return Optional.empty();
        } catch (MachineException fails) {
            fails.throwUnlessOfMemory();
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

    private Attempt keyed(KeyedQueries queries, InputDiffs.Inputs inputs, Target target, boolean must) {
        try {
            StagedTable keys =
                    store.stage(upcoming.derived(queries.keys(), renderings.sql(queries.keys()), inputs.rows()));
            if (!must && keys.rows() > MOST_TOUCHED * target.before().rows() + 1) {
                return new Not(keys.rows() + " keys of its " + target.before().rows() + " rows are touched");
            }
            Map<String, RowSet> rows = new LinkedHashMap<>(inputs.rows());
            rows.put(KeyedQueries.KEYS, new RowSet.Staged(keys));
            StagedTable fresh = store.stage(upcoming.derived(queries.rows(), renderings.sql(queries.rows()), rows));
            List<String> names = target.definition().schema().names();
            List<String> columns = queries.columns().stream().map(names::get).toList();
            return found(Strategy.KEYED, store.netWithin(target.before(), target.definition(), fresh, keys, columns));
        } catch (InvalidException fails) {
            return new Not("it fails over its rows");
        } catch (MachineException fails) {
            return Not.ofMemory(fails);
        }
    }

    private Attempt delta(BoundQuery change, InputDiffs.Inputs inputs, Target target) {
        try {
            RowSet rows = upcoming.derived(change, renderings.sql(change), inputs.rows());
            return found(Strategy.DELTA, store.change(target.before(), target.definition(), rows));
        } catch (InvalidException fails) {
            return new Not("it fails over its rows");
        } catch (MachineException fails) {
            return Not.ofMemory(fails);
        }
    }

    private static Attempt found(Strategy strategy, Optional<StagedDiff> diff) {
        return diff.<Attempt>map(sound -> new Found(strategy, sound, List.of()))
                .orElseGet(() -> new Not("the change does not fit its rows"));
    }
}
