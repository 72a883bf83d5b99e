package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.delta.KeptAggregate;
import hindsight.delta.KeptAggregates;
import hindsight.delta.Side;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.StateMemory;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.history.Update;
import hindsight.plan.Renderings;
import hindsight.plan.Strategy;
import hindsight.plan.WholeForms;
import hindsight.problem.InvalidException;
import hindsight.problem.MachineException;
import hindsight.relation.Aggregate;
import hindsight.relation.BoundQuery;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Sort;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.PlanDigest;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads aggregates of models from states, which are kept up with what the aggregates read: a change of few rows in a large group costs
 * no more than in a small one. A state is made when something that it reads changed and it has few groups for so many rows. They go along
 * with main only: a branch would have to copy them.
 */
final class HiddenStates {
    /** With fewer rows to read, computing groups anew is as fast. */
    private static final long LEAST_ROWS = 100_000;

    /** How many rows a group must stand for. */
    private static final int LEAST_SHARE = 20;

    private static final String GROUPS = "groups";

    private final Renderings renderings;
    private final Upcoming upcoming;
    private final Store store;
    private final String engine;
    private final boolean always;
    private final Map<String, List<Update.KeptState>> found = new HashMap<>();

    /**
     * @param engine name and version: what another made counts for nothing
     * @param forced the strategy that must be used; with {@code delta}, all states there can be are made
     */
    HiddenStates(Renderings renderings, Upcoming upcoming, Store store, String engine, Optional<Strategy> forced) {
        this.renderings = renderings;
        this.upcoming = upcoming;
        this.store = store;
        this.engine = engine;
        this.always = forced.equals(Optional.of(Strategy.DELTA));
    }

    /**
     * The change of a model, derived with states; empty where that does not pay or cannot be done.
     *
     * @param clock what old and new rows see as now
     * @param rows of its inputs by name; those of states come to them
     * @param changed its inputs that have a diff, by folded name; those of states come to them
     */
    Optional<BoundQuery> change(
            TableMemory model,
            WholeForms.Whole form,
            ClockMove clock,
            Map<String, RowSet> rows,
            Map<String, InputChange> changed) {
        forget(model.name());
        if (!model.line().isMain()) {
            return Optional.empty();
        }
        BoundQuery query = form.query();
        KeptAggregates possible =
                KeptAggregates.of(query, any -> form.precision().isExact());
        if (possible.states().stream().noneMatch(this::isLarge)) {
            return Optional.empty();
        }
        Making making = new Making(model, query, possible, new Inputs(rows, changed, clock));
        KeptAggregates kept = KeptAggregates.of(query, making::isKept);
        found.put(Name.folded(model.name()), making.updates);
        if (!kept.states().isEmpty()
                && Derivation.change(kept.query(), changed, clock) instanceof Derived.Change change) {
            return Optional.of(change.query());
        }
        forget(model.name());
        return Optional.empty();
    }

    /** What identifies how a state is made; {@code engine} is the version of what makes it. */
    static String form(KeptAggregate state, String engine) {
        return PlanDigest.of(state.query()) + " " + engine;
    }

    private boolean isLarge(KeptAggregate state) {
        return always
                || state.reads().keySet().stream()
                        .anyMatch(table -> upcoming.before(table)
                                .filter(known -> known.rows() >= LEAST_ROWS)
                                .isPresent());
    }

    /** To be said when the rows of a model are found otherwise: what was learned of states that do not pay stays. */
    void forget(String model) {
        found.computeIfPresent(
                Name.folded(model),
                (name, updates) -> updates.stream()
                        .filter(Update.NoState.class::isInstance)
                        .toList());
    }

    /** Whether a state of a model is made, which takes longer than reading it. */
    boolean makes(String model) {
        return found.getOrDefault(Name.folded(model), List.of()).stream().anyMatch(Update.NewState.class::isInstance);
    }

    /** What becomes of the states of a model that was computed. */
    Optional<Update> update(String model) {
        return Optional.ofNullable(found.get(Name.folded(model)))
                .filter(updates -> !updates.isEmpty())
                .map(updates -> new Update.SetStates(model, updates));
    }

    private record Inputs(Map<String, RowSet> rows, Map<String, InputChange> changed, ClockMove clock) {}

    /** The states of one model under way. */
    private final class Making {
        private final TableMemory model;
        private final BoundQuery query;
        private final KeptAggregates possible;
        private final Inputs inputs;
        private final Map<Integer, StateMemory> known;
        private final Map<String, Long> sizes = new HashMap<>();
        private final List<Update.KeptState> updates = new ArrayList<>();

        Making(TableMemory model, BoundQuery query, KeptAggregates possible, Inputs inputs) {
            this.model = model;
            this.query = query;
            this.possible = possible;
            this.inputs = inputs;
            this.known = store.states(model).stream().collect(Collectors.toMap(StateMemory::number, state -> state));
        }

        boolean isKept(KeptAggregate state) {
            if (!state.isAdditive(inputs.clock())) {
                return false;
            }
            String form = form(state, engine);
            StateMemory before = Optional.ofNullable(known.get(state.number()))
                    .filter(memory -> memory.form().equals(form))
                    .orElse(null);
            if (before != null && before.kept()) {
                return reuse(state, before);
            }
            boolean changes = changes(state);
            Optional<Long> groups = Optional.ofNullable(before).map(StateMemory::groups);
            if (changes && pays(state, Math.max(groups.orElse(0L), leastGroups(state))) && isSafe(state)) {
                return make(state, form);
            }
            groups.ifPresent(many -> updates.add(new Update.NoState(state.number(), form, many)));
            return false;
        }

        private boolean changes(KeptAggregate state) {
            return state.inputs().stream().anyMatch(inputs.changed()::containsKey)
                    || inputs.clock().movesAny(state.state());
        }

        private boolean reuse(KeptAggregate state, StateMemory before) {
            RowSet rows = new RowSet.State(model, state.number());
            sizes.put(Name.folded(state.table()), before.groups());
            Update.KeptState same = new Update.SameState(state.number(), before.form());
            if (!changes(state)) {
                inputs.rows().put(state.table(), rows);
                updates.add(same);
                return true;
            }
            Optional<StagedTable> change = follow(state, rows, InputChange.HEAD_IS_OLD);
            change.ifPresent(diff -> updates.add(
                    diff.rows() == 0 ? same : new Update.ChangedState(state.number(), before.form(), diff)));
            return change.isPresent();
        }

        private boolean pays(KeptAggregate state, long groups) {
            long rows = state.inputs().stream().mapToLong(this::size).max().orElse(0);
            return always || rows >= LEAST_ROWS && groups <= rows / LEAST_SHARE;
        }

        private long size(String input) {
            return Optional.ofNullable(sizes.get(input))
                    .orElseGet(
                            () -> upcoming.before(input).map(TableMemory::rows).orElse(0L));
        }

        /** Where the rows of the model are groups that pass a filter, there are as many groups at least. */
        private long leastGroups(KeptAggregate state) {
            Relation top = KeptAggregates.of(query, other -> other.number() == state.number())
                    .query()
                    .relation();
            return isOfGroups(top, state) ? model.rows() : 0;
        }

        /** Also where several aggregates by the same groups are joined, as where distinct values are counted apart. */
        private static boolean isOfGroups(Relation rows, KeptAggregate state) {
            if (rows instanceof Join join) {
                return isOfGroups(join.left(), state) && join.right() instanceof Aggregate
                        || join.left() instanceof Aggregate && isOfGroups(join.right(), state);
            }
            return rows instanceof Project || rows instanceof Filter || rows instanceof Sort
                    ? isOfGroups(rows.inputs().get(0), state)
                    : rows instanceof Relation.Scan scan && scan.table().equals(state.table());
        }

        /**
         * Whether the change of the model can be derived with it, and every column that it is made of matters to the model: else it
         * could miss a change.
         */
        private boolean isSafe(KeptAggregate state) {
            Map<String, InputChange> changed = new HashMap<>(inputs.changed());
            possible.states().forEach(other -> changed.put(Name.folded(other.table()), InputChange.HEAD_IS_NEW));
            if (Derivation.change(possible.query(), changed, inputs.clock()) instanceof Derived.Refused) {
                return false;
            }
            Map<String, Set<String>> used = Lineage.of(query.relation()).used().stream()
                    .collect(Collectors.groupingBy(
                            origin -> Name.folded(origin.table()),
                            Collectors.mapping(origin -> Name.folded(origin.column()), Collectors.toSet())));
            return state.reads().entrySet().stream()
                    .allMatch(read -> used.getOrDefault(read.getKey(), Set.of()).containsAll(read.getValue()));
        }

        private boolean make(KeptAggregate state, String form) {
            StagedTable groups;
            try {
                groups = store.stage(upcoming.query(
                        renderings.sql(state.query()), state.reads().keySet()));
            } catch (InvalidException fails) {
                return false;
            } catch (MachineException fails) {
                fails.throwUnlessOfMemory();
                return false;
            }
            if (!pays(state, groups.rows())) {
                updates.add(new Update.NoState(state.number(), form, groups.rows()));
                return false;
            }
            StagedTable fresh = store.stage(upcoming.query(
                    "SELECT *, row_number() OVER () AS " + Side.VERSION + " FROM " + GROUPS,
                    Map.of(GROUPS, new RowSet.Staged(groups))));
            sizes.put(Name.folded(state.table()), groups.rows());
            updates.add(new Update.NewState(state.number(), form, fresh));
            return follow(state, new RowSet.Staged(fresh), InputChange.HEAD_IS_NEW)
                    .isPresent();
        }

        /** Makes a state readable, with what changes in it; empty where that cannot be told. */
        private Optional<StagedTable> follow(KeptAggregate state, RowSet rows, InputChange base) {
            if (!(state.change(inputs.changed(), inputs.clock(), base) instanceof Derived.Change derived)) {
                return Optional.empty();
            }
            Map<String, RowSet> read = new HashMap<>(inputs.rows());
            read.put(Side.HEAD.of(state.table()), rows);
            StagedTable diff;
            try {
                diff = store.stage(upcoming.derived(derived.query(), renderings.sql(derived.query()), read));
            } catch (InvalidException fails) {
                return Optional.empty();
            } catch (MachineException fails) {
                fails.throwUnlessOfMemory();
                return Optional.empty();
            }
            inputs.rows().put(Side.HEAD.of(state.table()), rows);
            inputs.rows().put(Side.DIFF.of(state.table()), new RowSet.Staged(diff));
            inputs.changed().put(Name.folded(state.table()), base);
            return Optional.of(diff);
        }
    }
}
