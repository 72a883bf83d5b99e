package hindsight.run;

import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.delta.Side;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Rendering;
import hindsight.plan.Renderings;
import hindsight.problem.InvalidException;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Name;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the diffs of models from the diffs of what they read, where that can be done. */
final class Maintenance {
    private final Renderings renderings;
    private final InexactInputs inexact;
    private final Memory memory;
    private final Upcoming upcoming;
    private final Store store;
    private final Function<String, Optional<Outcome>> outcomes;
    private final Instant now;
    private final Map<String, StagedTable> diffs = new HashMap<>();

    /**
     * @param inexact which columns of tables are, as far as they are computed
     * @param outcomes what came of models so far, by name
     */
    Maintenance(
            Planning.Planned planned,
            InexactInputs inexact,
            Upcoming upcoming,
            Store store,
            Function<String, Optional<Outcome>> outcomes,
            Instant now) {
        this.renderings = planned.renderings();
        this.inexact = inexact;
        this.memory = planned.plan().memory();
        this.upcoming = upcoming;
        this.store = store;
        this.outcomes = outcomes;
        this.now = now;
    }

    /** What came of the attempt. */
    sealed interface Attempt {}

    /** @param diff of the model's head */
    record Found(StagedDiff diff) implements Attempt {}

    /** @param reason why its diff is not found so, such as {@code its text is opaque} */
    record Not(String reason) implements Attempt {}

    /** A model's diff from those of its inputs. */
    Attempt attempt(ModelPlan model, Goal goal) {
        TableMemory before = upcoming.before(model.name()).orElse(null);
        ModelMemory reflected = before == null ? null : before.model().orElse(null);
        if (before == null || reflected == null || before.isView() || goal.isView() || !model.followsInputsOnly()) {
            return new Not("its logic, its definition or its clock changed");
        }
        if (!(renderings.of(model.name(), goal.text(), inexact) instanceof Rendering.Canonical canonical)) {
            return new Not("it is opaque");
        }
        if (!canonical.precision().isExact()) {
            return new Not("floating values in it are not exact");
        }
        Map<String, InputChange> changes = new HashMap<>();
        Map<String, RowSet> rows = new LinkedHashMap<>();
        for (Relation relation : Traversal.upward(canonical.query().relation())) {
            if (relation instanceof Relation.Scan scan) {
                Optional<String> hindrance = include(scan.table(), reflected.basis(), changes, rows);
                if (hindrance.isPresent()) {
                    return new Not(hindrance.get());
                }
            }
        }
        Derived derived = Derivation.change(canonical.query(), changes);
        if (derived instanceof Derived.Refused refused) {
            return new Not(refused.reason());
        }
        return derived instanceof Derived.Change change
                ? computed(change.query(), rows, before, goal.definition())
                : new Not("none of its inputs changed");
    }

    private Attempt computed(
            BoundQuery query, Map<String, RowSet> rows, TableMemory before, TableDefinition definition) {
        try {
            StagedTable change = store.stage(new RowSet.Query(renderings.sql(query), rows, now));
            return store.change(before, definition, change)
                    .<Attempt>map(Found::new)
                    .orElseGet(() -> new Not("its key or its effective column does not hold"));
        } catch (InvalidException fails) {
            return new Not("it fails over its rows");
        }
    }

    /** Makes an input readable; says what stands against it. */
    private Optional<String> include(
            String input, long basis, Map<String, InputChange> changes, Map<String, RowSet> rows) {
        TableMemory table = upcoming.before(input).orElse(null);
        if (table == null || table.isView()) {
            return Optional.of("it reads the view " + input);
        }
        upcoming.require(input);
        Outcome outcome =
                outcomes.apply(input).filter(Outcome::changesForReaders).orElse(null);
        boolean defined = table.definedAt() > basis
                || outcome != null
                        && outcome.plan().goal().filter(Goal::defines).isPresent();
        if (defined) {
            return Optional.of(input + " is defined anew");
        }
        boolean changed = table.changedAt() > basis;
        if (changed && outcome != null) {
            return Optional.of(input + " changed before and in this apply");
        }
        if (outcome != null) {
            StagedDiff diff = outcome.diff().orElse(null);
            if (diff == null) {
                return Optional.of("all of " + input + " is new");
            }
            stage(
                    input,
                    0,
                    new RowSet.StagedVersions(
                            outcome.plan().goal().orElseThrow().definition(), diff),
                    rows);
        } else if (changed) {
            stage(input, basis, new RowSet.Versions(table, basis, memory.seq()), rows);
        } else {
            rows.put(input, upcoming.rows(input));
            return Optional.empty();
        }
        rows.put(Side.HEAD.of(input), new RowSet.Head(table));
        changes.put(Name.folded(input), outcome != null ? InputChange.HEAD_IS_OLD : InputChange.HEAD_IS_NEW);
        return Optional.empty();
    }

    /** Staged once for all models that reflect the same commit. */
    private void stage(String input, long after, RowSet diff, Map<String, RowSet> rows) {
        StagedTable staged = diffs.computeIfAbsent(Name.folded(input) + " " + after, table -> store.stage(diff));
        rows.put(Side.DIFF.of(input), new RowSet.Staged(staged));
    }
}
