package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.problem.CancelledException;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.sql.Literal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warehouse's database file: attached as catalog {@code w} while it is held. DuckDB locks the file itself, against
 * other processes and against a second attachment in this one.
 */
final class WarehouseFile {
    static final String FILE_NAME = "warehouse.duckdb";
    private static final Logger LOG = LoggerFactory.getLogger(WarehouseFile.class);
    private static final Pattern HOLDER = Pattern.compile("PID (\\d+)");
    private static final long POLL_MILLIS = 25;
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

    /** Bytes: a dozen branches and tags. Reading them takes a millisecond, folding the log some thirty, whatever its length. */
    private static final long SHORT_LOG = 4096;

    private final Session session;
    private final Path folder;
    private final Duration patience;
    private final String catalog;
    private @Nullable Access access;

    WarehouseFile(Session session, Path folder, Duration patience) {
        this(session, folder, patience, "w");
    }

    /** @param catalog under which it is attached */
    WarehouseFile(Session session, Path folder, Duration patience, String catalog) {
        this.catalog = catalog;
        this.session = session;
        this.folder = folder;
        this.patience = patience;
    }

    /** The same file copied to another folder, where it is what is worked on. */
    WarehouseFile copiedTo(Path other) {
        return new WarehouseFile(session, other, patience);
    }

    Path folder() {
        return folder;
    }

    boolean exists() {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidException(Problem.error(
                    "not-a-folder",
                    "Cannot use " + folder + " as the warehouse folder: it is a file",
                    "Move it away, or name another folder with --warehouse"));
        }
        return Files.exists(path());
    }

    Path path() {
        return folder.resolve(FILE_NAME);
    }

    private Path log() {
        return folder.resolve(FILE_NAME + ".wal");
    }

    /** Bytes of the database and what has not been folded into it yet. */
    long bytes() {
        return size(path()) + size(log());
    }

    /** Attaches the file, waiting while another process holds it; makes it where there is none and it is to be written. */
    void attach(Access wanted) {
        if (wanted == Access.WRITE && !exists()) {
            new NewWarehouse(session, folder).make(path(), new WarehouseFormat(session)::make);
        }
        attach(wanted, patience);
        access = wanted;
    }

    /** @return whether it was let go of: what is held for writing is not */
    boolean giveWay() {
        if (access != Access.READ) {
            return false;
        }
        detach();
        pause(2 * POLL_MILLIS);
        attach(Access.READ, AS_LONG_AS_IT_TAKES);
        access = Access.READ;
        return true;
    }

    private void attach(Access access, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        String options = access == Access.READ ? " (READ_ONLY)" : "";
        String statement = "ATTACH " + Literal.string(path().toString()) + " AS " + catalog + options;
        while (true) {
            try {
                Object there = identity();
                session.execute(statement);
                if (Objects.equals(there, identity())) {
                    return;
                }
                session.execute("DETACH " + catalog);
            } catch (Failure e) {
                String message = String.valueOf(e.getMessage());
                if (!isLocked(message)) {
                    throw unreadable(e, message);
                }
                if (System.nanoTime() >= deadline) {
                    throw locked(message);
                }
                pause(POLL_MILLIS);
                session.throwIfCancelled();
            }
        }
    }

    /** Tells whether a rewritten warehouse was put into its place between opening the file and locking it: what was locked then is nobody's. */
    private @Nullable Object identity() {
        try {
            return Files.readAttributes(path(), BasicFileAttributes.class).fileKey();
        } catch (IOException notThere) {
            return null;
        }
    }

    /** What was committed is safe even where it cannot be folded into the file now: the next process that writes does that. */
    void detach() {
        if (access == null) {
            return;
        }
        access = null;
        try (Statement statement = session.open()) {
            statement.execute("DETACH " + catalog);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("Detached database")) {
                throw EngineFailures.from(e, "DETACH " + catalog);
            }
            LOG.warn("the warehouse was not folded", e);
        }
    }

    /** Leaves it to the next one that writes to fold the log, as long as that is short. */
    void detachUnfolded() {
        if (size(log()) > SHORT_LOG) {
            detach();
            return;
        }
        session.execute("PRAGMA disable_checkpoint_on_shutdown");
        try {
            detach();
        } finally {
            session.execute("PRAGMA enable_checkpoint_on_shutdown");
        }
    }

    /** Lets go of the file when something else went wrong already. */
    void detachAfter(RuntimeException failure) {
        try {
            detach();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    static boolean isLocked(String message) {
        return message.contains("Could not set lock") || message.contains("Unique file handle conflict");
    }

    /** Who holds a file, in words. */
    static String holder(String message) {
        Matcher holder = HOLDER.matcher(message);
        return holder.find() ? "process " + holder.group(1) : "another process";
    }

    private RefusedException locked(String message) {
        return new RefusedException(Problem.error(
                "warehouse-held",
                "Cannot hold the warehouse " + path() + ": " + holder(message) + " holds it (waited "
                        + patience.toSeconds() + " s)",
                "Wait for it to end, raise --wait, or stop that process: the last commit stays intact"));
    }

    /** To make a new one would be to forget everything. */
    InvalidException vanished() {
        return new InvalidException(Problem.error(
                "warehouse-vanished",
                "Cannot open the warehouse " + path() + ": it was there when the command began, and is gone",
                "Put its folder back, and run the command again"));
    }

    private Failure unreadable(Failure e, String message) {
        if (!message.startsWith("Engine refused")) {
            return e;
        }
        if (message.contains("newer version") || message.contains("version number")) {
            return new InvalidException(Problem.error(
                    "warehouse-newer",
                    "Cannot read the warehouse " + path() + ": a newer engine wrote it",
                    "Use the version of Hindsight that wrote it, or a newer one"));
        }
        if (size(path()) == 0) {
            return EngineFailures.damaged(path().toString(), "is empty");
        }
        if (message.contains("replaying WAL file")) {
            return EngineFailures.damaged(log().toString(), "is damaged");
        }
        if (message.contains("not a valid DuckDB database") || message.contains("Serialization Error")) {
            return EngineFailures.damaged(path().toString(), "is damaged or not a warehouse");
        }
        return new InvalidException(Problem.error(
                "warehouse-unreadable",
                "Cannot open the warehouse " + path() + ": "
                        + message.lines()
                                .findFirst()
                                .orElse("")
                                .replaceFirst("Engine refused a statement: (\\w+ Error: )?", ""),
                "Check that the folder is there and may be read and written"));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CancelledException.interrupted();
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
