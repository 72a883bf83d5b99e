package hindsight.run;

import hindsight.engine.Mover;
import hindsight.problem.RefusedException;
import java.nio.file.Path;

/** Writes all that the warehouse remembers to open files, while others read it. */
public final class Export {
    private final Workspace workspace;

    public Export(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Makes a folder that an import makes the same warehouse of, or nothing.
     *
     * @throws hindsight.problem.InvalidException when there is no warehouse yet, or the files cannot be written
     * @throws RefusedException when there is something at the target, or it lies inside the warehouse
     */
    public Mover.Moved run(Path target) {
        Path warehouse = workspace.project().settings().warehouse();
        return NewFolder.filled(target, "export the warehouse", warehouse, folder -> {
            workspace.progress().step("export " + warehouse);
            return workspace.engine().mover().exportTo(folder);
        });
    }
}
