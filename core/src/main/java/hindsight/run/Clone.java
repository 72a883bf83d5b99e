package hindsight.run;

import hindsight.engine.Mover;
import hindsight.problem.RefusedException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

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
        try (NewFolder folder = NewFolder.at(target, "clone the warehouse", warehouse)) {
            try {
                workspace.progress().step("copy " + warehouse);
                Mover.Moved moved = workspace.engine().mover().copy(folder.path());
                folder.place();
                return moved;
            } catch (UncheckedIOException e) {
                throw folder.unwritable(Objects.requireNonNull(e.getCause()));
            }
        }
    }
}
