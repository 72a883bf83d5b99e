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
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the rows of models by the canonical form of their text. A text that is new is run as it is written, too: where that gives
 * something else, it is opaque from then on.
 */
final class Admission {
    /** Above so many rows of inputs, rows are compared for two values of the key's first column only. */
    private static final long COMPARED_ROWS = 1_000_000;

    private static final String FOUND = "found";

    private final Renderings renderings;
    private final Upcoming upcoming;
    private final Store store;
    private final Instant now;
    private final InexactInputs inexact;
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
        RowSet written =
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
        if (!goal.setsLogic()) {
            return new Computed(rows, goal);
        }
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

    private Optional<String> objection(Goal goal, Rendering.Canonical canonical, StagedTable rows, RowSet written) {
        if (!rows.schema().equals(goal.definition().schema())) {
            return Optional.of("computed step by step, it has other columns");
        }
        if (!canonical.differences().isEmpty()) {
            return Optional.empty();
        }
        boolean many = upcoming.size(goal.inputs()) > COMPARED_ROWS;
        TableDefinition definition = goal.definition();
        if (many && definition.key().isEmpty()) {
            return Optional.empty();
        }
        RowSet ours = new RowSet.Staged(rows);
        String part = many ? part(definition, ours) : "true";
        boolean same = many ? same(definition, some(part, ours), some(part, written)) : same(definition, ours, written);
        return same ? Optional.empty() : Optional.of("computed step by step, it has other rows");
    }

    /** A text that fails as it is written has no rows to compare; run once more, it says why. */
    private boolean same(TableDefinition definition, RowSet ours, RowSet written) {
        try {
            return store.same(definition, ours, written);
        } catch (InvalidException fails) {
            return false;
        }
    }

    private RowSet some(String part, RowSet rows) {
        return new RowSet.Query("SELECT * FROM found WHERE " + part, Map.of(FOUND, rows), now);
    }

    /** A condition that the engine can push down to its scans: the least and the greatest value of the key's first column. */
    private String part(TableDefinition definition, RowSet ours) {
        String name = Identifier.quote(definition.key().get(0));
        Column column = definition.schema().column(definition.key().get(0)).orElseThrow();
        String ends = "SELECT min(" + name + ")::VARCHAR, max(" + name + ")::VARCHAR FROM found";
        List<@Nullable Object> values = store.only(new RowSet.Query(ends, Map.of(FOUND, ours), now));
        return name + " IN (" + literal(values.get(0), column) + ", " + literal(values.get(1), column) + ")";
    }

    private static String literal(@Nullable Object value, Column column) {
        return "CAST(" + (value == null ? "NULL" : Literal.string(value.toString())) + " AS "
                + column.type().text() + ")";
    }
}
