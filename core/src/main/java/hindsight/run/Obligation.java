package hindsight.run;

import hindsight.graph.Graph;
import hindsight.plan.ModelPlan;
import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import hindsight.problem.Severity;
import hindsight.project.ModelDefinition;
import java.util.Optional;

/** Which models must be maintained, whatever that costs: those whose settings require it, or all where a strategy is asked for. */
record Obligation(Graph graph, Optional<Strategy> forced) {
    /** Whether no model may be maintained. */
    boolean forbids() {
        return forced.equals(Optional.of(Strategy.FULL));
    }

    /** A first build, and what edits ask for, cannot be incremental. */
    boolean binds(ModelPlan model) {
        boolean asked = forced.isPresent() || definition(model).settings().incrementalRequired();
        return asked && !forbids() && model.followsInputsAndClock();
    }

    /** That a bound model cannot be maintained. */
    Problem broken(ModelPlan model, String reason, Severity severity) {
        String how = forced.map(strategy -> "by strategy " + strategy.word()).orElse("incrementally");
        String hint = forced.isPresent()
                ? "Leave --strategy out, or say --strategy full."
                : "Take 'incremental: required' out of its settings, or say --strategy full once.";
        return new Problem(
                "not-incremental",
                severity,
                definition(model).location(),
                "Cannot apply model " + model.name() + " " + how + ": " + reason,
                hint);
    }

    private ModelDefinition definition(ModelPlan model) {
        return graph.model(model.name()).orElseThrow().definition();
    }
}
