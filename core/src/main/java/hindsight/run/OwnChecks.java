package hindsight.run;

import hindsight.graph.Graph;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.ColumnTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What must hold of a model's rows once they are computed, and where it does not, is told. */
final class OwnChecks {
    private static final String PUBLISH = "publish";

    private final Graph graph;
    private final CheckRunner checks;
    private final SectionDates dates;
    private final Consumer<Problem> told;
    private final List<Check> deferred = new ArrayList<>();

    /** @param told takes what checks find, be it an error or a warning */
    OwnChecks(Graph graph, CheckRunner checks, SectionDates dates, Consumer<Problem> told) {
        this.graph = graph;
        this.checks = checks;
        this.dates = dates;
        this.told = told;
    }

    /** Declared tests that read other tables, which have to be computed first. */
    List<Check> deferred() {
        return deferred;
    }

    /** Whether the key and the effective column are sound. */
    boolean integrityHolds(ModelPlan model, Goal goal) {
        return hold(of(model, goal).integrity());
    }

    /** Whether what the model declares of its columns holds, as far as that does not wait. */
    boolean declaredHold(ModelPlan model, Goal goal) {
        List<ColumnTest> tests =
                graph.model(model.name()).orElseThrow().definition().settings().tests();
        List<Check> own = new ArrayList<>();
        of(model, goal).declared(tests).forEach(check -> (check.reads().size() > 1 ? deferred : own).add(check));
        return hold(own);
    }

    boolean allHold(ModelPlan model, Goal goal) {
        return integrityHolds(model, goal) && declaredHold(model, goal);
    }

    /** Whether no key has other dates in other sections: what is right section by section would be wrong together. */
    boolean datesHold(ModelPlan model, Goal goal) {
        Optional<Problem> problem = dates.problem(model.name(), goal, setting -> place(model, setting));
        problem.ifPresent(told);
        return problem.isEmpty();
    }

    private ModelChecks of(ModelPlan model, Goal goal) {
        return new ModelChecks(model.name(), goal.definition(), setting -> place(model, setting));
    }

    private Location place(ModelPlan model, String setting) {
        return graph.model(model.name()).orElseThrow().definition().location(setting);
    }

    private boolean hold(List<Check> all) {
        if (checks.allHold(all)) {
            return true;
        }
        boolean hold = true;
        for (Check check : all) {
            Optional<CheckRunner.Failed> found = checks.run(check, PUBLISH);
            found.ifPresent(failed -> told.accept(failed.problem()));
            hold &= found.filter(failed -> failed.problem().isError()).isEmpty();
        }
        return hold;
    }
}
