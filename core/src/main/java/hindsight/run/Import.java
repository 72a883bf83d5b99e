package hindsight.run;

import hindsight.engine.Mover;
import java.nio.file.Path;

/** Makes the warehouse of what another one was exported to. */
public final class Import {
    private final Workspace workspace;

    public Import(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Makes the warehouse, or nothing.
     *
     * @throws hindsight.problem.RefusedException when there is one already
     * @throws hindsight.problem.InvalidException when the folder is no export, is damaged or incomplete, or of a newer format
     */
    public Mover.Moved run(Path export) {
        workspace.progress().step("import " + export);
        return workspace.engine().mover().importFrom(export);
    }
}
