package hindsight.run;

import hindsight.delta.ClockMove;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.plan.Plan;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.time.Position;
import java.util.ArrayList;
import java.util.List;

/** Use case: what an apply would do, and why. Changes nothing, and reads no rows. */
public final class Plans {
    private final Workspace workspace;

    public Plans(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Plans an apply of the project as its files are.
     *
     * @throws InvalidException with every problem found in project and SQL: what is wrong with one model hides nothing of another that
     *     does not build on it
     */
    public Plan plan(PlanOptions options) {
        Planning planning = planning(options);
        return workspace.reading(store -> {
            Planning.Planned planned = planning.planned(head(store));
            planned.warnings().forEach(workspace::warn);
            Plan plan = planned.plan().understood(planned.meanings());
            Forecast forecast = new Forecast(
                    plan,
                    planned.forms(plan),
                    planning.obligation(),
                    new Costs(store),
                    then -> new ClockMove(workspace.engine().clockCalls(), then, workspace.now()));
            Plan told = forecast.told();
            forecast.warnings().forEach(workspace::warn);
            return told;
        });
    }

    private Planning planning(PlanOptions options) {
        workspace.project();
        try {
            return Planning.of(workspace, options);
        } catch (InvalidException broken) {
            List<Problem> all = new ArrayList<>(broken.problems());
            all.addAll(workspace.reading(store -> Planning.problemsOfSound(workspace, head(store))));
            throw new InvalidException(all);
        }
    }

    static Memory head(Store store) {
        return store.memory(store.resolve(new Position.Head()));
    }
}
