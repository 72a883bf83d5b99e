package hindsight.run;

import hindsight.engine.Mover;

/** Makes the warehouse one of the newest format. */
public final class Upgrade {
    private final Workspace workspace;

    public Upgrade(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Migrates it, or leaves it as it was.
     *
     * @throws hindsight.problem.InvalidException when there is none, or it is of a newer format
     */
    public Mover.Upgraded run() {
        workspace.progress().step("upgrade " + workspace.project().settings().warehouse());
        return workspace.engine().mover().upgrade();
    }
}
