package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.plan.Plan;
import hindsight.time.Position;

/** Use case: what an apply would do, and why. Changes nothing, and reads no rows. */
public final class Plans {
    private final Workspace workspace;

    public Plans(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Plans an apply of the project as its files are.
     *
     * @throws hindsight.problem.InvalidException with every problem found in project and SQL
     */
    public Plan plan(PlanOptions options) {
        Planning planning = Planning.of(workspace, options);
        return workspace.reading(store -> {
            Planning.Planned planned = planning.planned(head(store));
            return planned.plan().understood(planned.meanings());
        });
    }

    static Memory head(Store store) {
        return store.memory(store.resolve(new Position.Head()));
    }
}
