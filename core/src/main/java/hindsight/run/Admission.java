package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Rendering;
import hindsight.plan.Renderings;
import hindsight.plan.WholeForms;
import hindsight.problem.InvalidException;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the rows of models by the canonical form of their text. A text that is new is run as it is written, too: where that gives
 * something else, it is opaque from then on.
 */
final class Admission {
    /** Where inputs have more rows, both are computed over a sample once more. */
    static final long COMPARED_ROWS = 1_000_000;

    /** Of each table, so that rows still meet in joins. */
    private static final int SAMPLED_ROWS = 50_000;

    private static final String FOUND = "found";

    private final Renderings renderings;
    private final Upcoming upcoming;
    private final Store store;
    private final WholeRows wholeRows;
    private final InexactInputs inexact;
    private final WholeForms forms;
    private final Map<RowSet, RowSet> samples = new HashMap<>();
    private boolean revised;

    /** @param inexact which columns of tables are, as far as they are computed */
    Admission(Renderings renderings, InexactInputs inexact, WholeForms forms, Upcoming upcoming, WholeRows wholeRows) {
        this.renderings = renderings;
        this.inexact = inexact;
        this.forms = forms;
        this.upcoming = upcoming;
        this.store = wholeRows.store();
        this.wholeRows = wholeRows;
    }

    /**
     * Rows of a model.
     *
     * @param goal as it was, or opaque
     */
    record Computed(StagedTable rows, Goal goal) {}

    /** The same of a view. */
    record Shown(RowSet rows, Goal goal) {}

    /** @throws InvalidException when the text fails over its rows, or could give others each time */
    Computed compute(ModelPlan model, Goal goal) {
        RowSet.Query written = upcoming.query(goal.text().sql(), goal.inputs());
        Rendering.Canonical canonical = canonical(model, goal).orElse(null);
        if (canonical == null) {
            return new Computed(store.stage(written), goal);
        }
        StagedTable rows;
        try {
            rows = wholeRows.stage(model, goal, forms.of(model).orElseThrow());
        } catch (InvalidException failsOtherwise) {
            Goal opaque = opaque(model, goal, canonical, "computed step by step, it fails over its rows");
            return new Computed(store.stage(written), opaque);
        }
        Optional<String> objection = goal.setsLogic()
                ? objection(goal, canonical, rows.schema(), new RowSet.Staged(rows), written)
                : Optional.empty();
        return objection.isEmpty()
                ? new Computed(rows, goal)
                : new Computed(store.stage(written), opaque(model, goal, canonical, objection.get()));
    }

    /**
     * A view's rows are only computed when its text is new; one that fails over its rows is left to whoever reads it.
     *
     * @throws InvalidException when the text could give other rows each time
     */
    Shown show(ModelPlan model, Goal goal) {
        RowSet.Query written = upcoming.query(goal.text().sql(), goal.inputs());
        Rendering.Canonical canonical = canonical(model, goal).orElse(null);
        if (canonical == null) {
            return new Shown(written, goal);
        }
        RowSet rows = whole(model);
        Optional<String> objection = goal.setsLogic()
                ? objection(goal, canonical, columns(rows), rows, written).filter(reason -> canBeRun(written))
                : Optional.empty();
        return objection.isEmpty()
                ? new Shown(rows, goal)
                : new Shown(written, opaque(model, goal, canonical, objection.get()));
    }

    /** Whether the canonical form of a model's text gives what the text does, as far as that is asked; the rows need not be computed. */
    boolean admits(ModelPlan model, Goal goal) {
        Rendering.Canonical canonical = canonical(model, goal).orElse(null);
        if (canonical == null || !goal.setsLogic()) {
            return canonical != null;
        }
        RowSet.Query written = upcoming.query(goal.text().sql(), goal.inputs());
        try {
            RowSet rows = whole(model);
            return objection(goal, canonical, columns(rows), rows, written).isEmpty();
        } catch (InvalidException fails) {
            return false;
        }
    }

    private Optional<Rendering.Canonical> canonical(ModelPlan model, Goal goal) {
        Rendering rendering = renderings.of(model.name(), goal.text(), inexact);
        if (rendering instanceof Rendering.Refused refused) {
            throw new InvalidException(refused.problem(model.name()));
        }
        return rendering instanceof Rendering.Canonical canonical ? Optional.of(canonical) : Optional.empty();
    }

    private RowSet.Derived whole(ModelPlan model) {
        WholeForms.Whole whole = forms.of(model).orElseThrow();
        return upcoming.derived(whole, renderings.sql(whole.query()));
    }

    private Goal opaque(ModelPlan model, Goal goal, Rendering.Canonical canonical, String reason) {
        if (canonical.opaque(reason) instanceof Rendering.Refused refused) {
            throw new InvalidException(refused.problem(model.name()));
        }
        revised = true;
        renderings.forget();
        return goal.opaque(reason);
    }

    private Schema columns(RowSet rows) {
        return store.stage(new RowSet.Query("FROM found LIMIT 0", Map.of(FOUND, rows), upcoming.now()))
                .schema();
    }

    private boolean canBeRun(RowSet written) {
        try {
            store.stage(written);
            return true;
        } catch (InvalidException fails) {
            return false;
        }
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
            Goal goal, Rendering.Canonical canonical, Schema columns, RowSet rows, RowSet.Query written) {
        if (!columns.equals(goal.definition().schema())) {
            return Optional.of("computed step by step, it has other columns");
        }
        if (!canonical.differences().isEmpty() || same(goal, canonical, rows, written)) {
            return Optional.empty();
        }
        return Optional.of("computed step by step, it has other rows");
    }

    /** A text that fails as it is written has no rows to compare; run once more, it says why. */
    private boolean same(Goal goal, Rendering.Canonical canonical, RowSet rows, RowSet.Query written) {
        TableDefinition definition = goal.definition();
        try {
            return upcoming.size(goal.inputs()) <= COMPARED_ROWS
                    ? store.same(definition, rows, written)
                    : store.same(
                            definition, overSample(renderings.sql(canonical.query()), written), overSample(written));
        } catch (InvalidException fails) {
            return false;
        }
    }

    private RowSet overSample(String sql, RowSet.Query written) {
        return overSample(new RowSet.Query(sql, written.inputs(), written.clock()));
    }

    /** The same over the first rows of each table: whatever the query does with them, the engine reads no more. */
    private RowSet overSample(RowSet rows) {
        if (rows instanceof RowSet.Derived derived) {
            return overSample(derived.asQuery());
        }
        if (rows instanceof RowSet.Query query) {
            Map<String, RowSet> inputs = new HashMap<>();
            query.inputs().forEach((name, input) -> inputs.put(name, overSample(input)));
            return new RowSet.Query(query.sql(), inputs, query.clock());
        }
        return samples.computeIfAbsent(rows, this::sample);
    }

    private RowSet sample(RowSet rows) {
        String some = "FROM found LIMIT " + SAMPLED_ROWS;
        return new RowSet.Staged(store.stage(new RowSet.Query(some, Map.of(FOUND, rows), upcoming.now())));
    }
}
