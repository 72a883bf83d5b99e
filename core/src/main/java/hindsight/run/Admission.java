package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Rendering;
import hindsight.plan.Renderings;
import hindsight.problem.InvalidException;
import hindsight.relation.canonical.InexactInputs;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the rows of models by the canonical form of their text. A text that is new is run as it is written, too: where that gives
 * something else, it is opaque from then on.
 */
final class Admission {
    /** Where inputs have more rows, both are computed over a sample once more. */
    private static final long COMPARED_ROWS = 1_000_000;

    /** Of each table, so that rows still meet in joins. */
    private static final int SAMPLED_ROWS = 50_000;

    private static final String FOUND = "found";

    private final Renderings renderings;
    private final Upcoming upcoming;
    private final Store store;
    private final Instant now;
    private final InexactInputs inexact;
    private final Map<RowSet, RowSet> samples = new HashMap<>();
    private boolean revised;

    /** @param inexact which columns of tables are, as far as they are computed */
    Admission(Renderings renderings, InexactInputs inexact, Upcoming upcoming, Store store, Instant now) {
        this.renderings = renderings;
        this.inexact = inexact;
        this.upcoming = upcoming;
        this.store = store;
        this.now = now;
    }

    /**
     * Rows of a model.
     *
     * @param goal as it was, or opaque
     */
    record Computed(StagedTable rows, Goal goal) {}

    /** @throws InvalidException when the text fails over its rows */
    Computed compute(ModelPlan model, Goal goal) {
        RowSet.Query written =
                upcoming.query(Remembered.only(model.name(), goal.inForce()).sql(), goal.inputs());
        if (!(renderings.of(model.name(), goal.text(), inexact) instanceof Rendering.Canonical canonical)) {
            return new Computed(store.stage(written), goal);
        }
        StagedTable rows;
        try {
            rows = store.stage(upcoming.query(canonical.sql(), goal.inputs()));
        } catch (InvalidException failsOtherwise) {
            return asWritten(goal, written, "computed step by step, it fails over its rows");
        }
        Optional<String> objection = goal.setsLogic() ? objection(goal, canonical, rows, written) : Optional.empty();
        return objection.isEmpty() ? new Computed(rows, goal) : asWritten(goal, written, objection.get());
    }

    private Computed asWritten(Goal goal, RowSet written, String reason) {
        StagedTable rows = store.stage(written);
        revised = true;
        renderings.forget();
        return new Computed(rows, goal.opaque(reason));
    }

    /** A model as planned: what turned out to be opaque can make columns inexact that were planned as exact. */
    ModelPlan settled(ModelPlan model) {
        Goal goal = model.goal().orElse(null);
        if (!revised || goal == null || !model.isPending()) {
            return model;
        }
        Rendering rendering = renderings.of(model.name(), goal.text(), inexact);
        return model.with(goal.inexact(rendering.inexact(goal.definition().schema())));
    }

    private Optional<String> objection(
            Goal goal, Rendering.Canonical canonical, StagedTable rows, RowSet.Query written) {
        if (!rows.schema().equals(goal.definition().schema())) {
            return Optional.of("computed step by step, it has other columns");
        }
        if (!canonical.differences().isEmpty() || same(goal, canonical, rows, written)) {
            return Optional.empty();
        }
        return Optional.of("computed step by step, it has other rows");
    }

    /** A text that fails as it is written has no rows to compare; run once more, it says why. */
    private boolean same(Goal goal, Rendering.Canonical canonical, StagedTable rows, RowSet.Query written) {
        TableDefinition definition = goal.definition();
        try {
            return upcoming.size(goal.inputs()) <= COMPARED_ROWS
                    ? store.same(definition, new RowSet.Staged(rows), written)
                    : store.same(definition, overSample(canonical.sql(), written), overSample(written));
        } catch (InvalidException fails) {
            return false;
        }
    }

    private RowSet overSample(String sql, RowSet.Query written) {
        return overSample(new RowSet.Query(sql, written.inputs(), written.clock()));
    }

    /** The same over the first rows of each table: whatever the query does with them, the engine reads no more. */
    private RowSet overSample(RowSet rows) {
        if (rows instanceof RowSet.Query query) {
            Map<String, RowSet> inputs = new HashMap<>();
            query.inputs().forEach((name, input) -> inputs.put(name, overSample(input)));
            return new RowSet.Query(query.sql(), inputs, query.clock());
        }
        return samples.computeIfAbsent(rows, this::sample);
    }

    private RowSet sample(RowSet rows) {
        String some = "FROM found LIMIT " + SAMPLED_ROWS;
        return new RowSet.Staged(store.stage(new RowSet.Query(some, Map.of(FOUND, rows), now)));
    }
}
