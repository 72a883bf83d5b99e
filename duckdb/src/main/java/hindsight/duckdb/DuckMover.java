package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.engine.Mover;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.sql.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Copies the warehouse's file. */
final class DuckMover implements Mover {
    private final Session session;
    private final WarehouseFile file;

    DuckMover(Session session, WarehouseFile file) {
        this.session = session;
        this.file = file;
    }

    @Override
    public Moved copy(Path folder) {
        try (HeldFiles files = new HeldFiles(session)) {
            long seq = holding("clone", () -> {
                files.copy(file.path(), folder);
                return lastSeq();
            });
            Path copy = folder.resolve(WarehouseFile.FILE_NAME);
            fold(copy);
            HeldFiles.force(copy);
            return new Moved(seq, new WarehouseFile(session, folder, Duration.ZERO).bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes into the file what a process that was killed left beside it, and so finds out whether it can be read. */
    private void fold(Path copy) {
        session.execute("ATTACH " + Literal.string(copy.toString()) + " AS copied");
        session.execute("DETACH copied");
    }

    private long lastSeq() {
        return session.one("SELECT coalesce(max(seq), 0) FROM w.hindsight.commit", row -> row.getLong(1));
    }

    /** Holds the warehouse with other readers while {@code work} runs. */
    private long holding(String verb, LongSupplier work) {
        if (!file.exists()) {
            throw new InvalidException(Problem.error(
                    "no-warehouse",
                    "Cannot " + verb + " the warehouse " + file.path().getParent() + ": nothing is remembered yet",
                    "Begin with hindsight load or hindsight run."));
        }
        file.attach(Access.READ);
        try {
            new WarehouseFormat(session).check();
            long result = work.getAsLong();
            file.detach();
            return result;
        } catch (RuntimeException e) {
            file.detachAfter(e);
            throw e;
        }
    }
}
