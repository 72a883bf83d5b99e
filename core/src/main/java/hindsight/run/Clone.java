package hindsight.run;

import hindsight.engine.Mover;
import hindsight.problem.RefusedException;
import java.nio.file.Path;

/** Copies the warehouse while others read it. */
public final class Clone {
    private final Workspace workspace;

    public Clone(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Makes a folder that is a warehouse of the same content, or nothing.
     *
     * @throws hindsight.problem.InvalidException when there is no warehouse yet, or the copy cannot be written
     * @throws RefusedException when there is something at the target, or it lies inside the warehouse
     */
    public Mover.Moved run(Path target) {
        Path warehouse = workspace.project().settings().warehouse();
        return NewFolder.filled(target, "clone the warehouse", warehouse, folder -> {
            workspace.progress().step("copy " + warehouse);
            return workspace.engine().mover().copy(folder);
        });
    }
}
