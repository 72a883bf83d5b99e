package hindsight.duckdb;

import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.schema.Name;
import hindsight.sql.Literal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Databases with chunks of models' rows, one a model and branch, in a folder of the warehouse. They are attached as {@code b1}, {@code b2}…
 * until the engine is closed; the engine locks them against other processes.
 */
final class ChunkFiles {
    private static final String FOLDER = "chunks";

    private final Session session;
    private final Path folder;
    private final Map<Path, Integer> attached = new HashMap<>();
    private int last;

    ChunkFiles(Session session, Path warehouse) {
        this.session = session;
        this.folder = warehouse.resolve(FOLDER);
    }

    /** What a catalog is called. */
    static String catalog(int number) {
        return "b" + number;
    }

    /** Attaches the file of a model, made where there is none; gives its number. */
    int open(String branch, String model) {
        Path file = file(branch, model);
        Integer known = attached.get(file);
        if (known != null) {
            return known;
        }
        makeFolder();
        attach(file, model);
        return last;
    }

    /** Deletes the file of a model, unless another process has it. */
    void drop(String branch, String model) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Path file = file(branch, model);
        Integer known = attached.remove(file);
        if (known != null) {
            detachUnfolded(catalog(known));
            delete(file);
        } else if (Files.exists(file) && isFree(file)) {
            delete(file);
        }
        deleteIfEmpty();
    }

    /** Deletes all files. */
    void dropAll() {
        attached.values().forEach(number -> detachUnfolded(catalog(number)));
        attached.clear();
        String[] files = folder.toFile().list((at, name) -> name.endsWith(".duckdb"));
        for (String name : files == null ? new String[0] : files) {
            Path file = folder.resolve(name);
            if (!isFree(file)) {
                throw new RefusedException(Problem.error(
                        "being-built",
                        "Cannot delete " + file + ": another process computes the model of which it has chunks",
                        "Wait for it to end."));
            }
            delete(file);
        }
        if (files != null) {
            deleteIfEmpty();
        }
    }

    /** What is to be deleted need not be put in order before. */
    private void detachUnfolded(String catalog) {
        session.execute("PRAGMA disable_checkpoint_on_shutdown; DETACH " + catalog);
        session.execute("PRAGMA enable_checkpoint_on_shutdown");
    }

    private Path file(String branch, String model) {
        String name = Name.folded(model);
        String plain = name.replaceAll("[^a-z0-9_]", "_");
        String whole = branch + "\n" + name;
        return folder.resolve(plain.substring(0, Math.min(plain.length(), 80)) + "-"
                + Integer.toHexString(whole.hashCode()) + ".duckdb");
    }

    private void attach(Path file, String model) {
        try {
            attach(file);
        } catch (Failure e) {
            String message = String.valueOf(e.getMessage());
            if (WarehouseFile.isLocked(message)) {
                throw new RefusedException(Problem.error(
                        "being-built",
                        "Cannot compute model " + model + ": " + WarehouseFile.holder(message) + " computes it",
                        "Wait for it to end, or leave the model out with --select"));
            }
            if (e instanceof InvalidException || e instanceof MachineException || !Files.exists(file)) {
                throw e;
            }
            delete(file);
            attach(file);
        }
    }

    private void attach(Path file) {
        session.execute("ATTACH " + Literal.string(file.toString()) + " AS " + catalog(last + 1));
        last++;
        attached.put(file, last);
    }

    private boolean isFree(Path file) {
        try {
            session.execute("ATTACH " + Literal.string(file.toString()) + " AS probed");
            session.execute("DETACH probed");
            return true;
        } catch (Failure e) {
            return !WarehouseFile.isLocked(String.valueOf(e.getMessage()));
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw notWritable("make the folder " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
        } catch (IOException e) {
            throw notWritable("delete " + file, e);
        }
    }

    private void deleteIfEmpty() {
        String[] left = folder.toFile().list();
        if (left != null && left.length == 0) {
            ScratchFolder.delete(folder);
        }
    }

    private static MachineException notWritable(String what, IOException e) {
        return new MachineException(Problem.error(
                "not-writable",
                "Cannot " + what + ", where chunks of long computations are kept: " + e.getMessage(),
                "Check who owns the folder and its rights"));
    }
}
