package hindsight.duckdb;

import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import hindsight.sql.Literal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a warehouse: beside, in scratch space, and then into its place in one step. So there is a whole
 * one or none, however the process ends, and an empty file is always damage.
 */
final class NewWarehouse {
    private final Session session;
    private final Path folder;

    NewWarehouse(Session session, Path folder) {
        this.session = session;
        this.folder = folder;
    }

    /**
     * @param fill with what the database is filled, attached as {@code w}
     * @return whether this one is in its place, and not one that another process made meanwhile
     */
    boolean make(Path target, Runnable fill) {
        try {
            Path scratch = Files.createDirectories(folder.resolve("scratch"));
            Path beside =
                    Files.createTempDirectory(scratch, ProcessHandle.current().pid() + "-new");
            try {
                Path made = beside.resolve(WarehouseFile.FILE_NAME);
                fill(made, fill);
                HeldFiles.force(made);
                return place(made, target);
            } finally {
                ScratchFolder.delete(beside);
            }
        } catch (IOException e) {
            throw new MachineException(Problem.error(
                    "not-writable",
                    "Cannot make the warehouse folder " + folder + ": " + reason(e),
                    "Check who owns the folder and its rights, or name another with --warehouse"));
        }
    }

    private void fill(Path file, Runnable fill) {
        session.execute("ATTACH " + Literal.string(file.toString()) + " AS w");
        try {
            fill.run();
        } catch (RuntimeException e) {
            detachAfter(e);
            throw e;
        }
        session.execute("DETACH w");
    }

    private void detachAfter(RuntimeException failure) {
        try {
            session.execute("DETACH w");
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** A link replaces nothing, so of several processes that make the first warehouse all but one are too late, and use that one's. */
    private static boolean place(Path made, Path target) throws IOException {
        try {
            Files.createLink(target, made);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            Files.move(made, target);
        }
        return true;
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
