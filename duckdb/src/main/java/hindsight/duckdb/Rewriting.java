package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.sql.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/**
 * Puts a changed copy into the place of a warehouse, in one step. The engine leaves bytes in its file of what was deleted, so what is put there
 * is a copy once more, into a new file. The old one is held until it is out of its place, so that nobody writes to it.
 */
final class Rewriting {
    private static final String KEPT = "warehouse.format-*.duckdb";

    private final Session session;
    private final WarehouseFile held;

    /** @param held attached under a name of its own */
    Rewriting(Session session, WarehouseFile held) {
        this.session = session;
        this.held = held;
    }

    /** @param work on the copy, which it attaches as {@code w} and lets go of */
    <T> T run(Function<WarehouseFile, T> work) {
        if (!held.exists()) {
            throw new InvalidException(Problem.error(
                    "no-warehouse",
                    "Cannot rewrite the warehouse " + held.folder() + ": nothing is remembered yet",
                    "Begin with hindsight load or hindsight run."));
        }
        try (HeldFiles files = new HeldFiles(session)) {
            held.attach(Access.WRITE);
            try {
                session.execute("CHECKPOINT held");
                T result = rewritten(files, work);
                held.detach();
                return result;
            } catch (RuntimeException e) {
                held.detachAfter(e);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T rewritten(HeldFiles files, Function<WarehouseFile, T> work) {
        Path beside = null;
        try {
            Path scratch = Files.createDirectories(held.folder().resolve("scratch"));
            beside = Files.createTempDirectory(scratch, ProcessHandle.current().pid() + "-rewrite");
            files.copy(held.path(), beside);
            WarehouseFile copy = held.copiedTo(beside);
            T result = work.apply(copy);
            Path compact = beside.resolve("compact.duckdb");
            session.execute("ATTACH " + Literal.string(copy.path().toString()) + " AS w (READ_ONLY)");
            session.execute("ATTACH " + Literal.string(compact.toString()) + " AS compact");
            session.data("COPY FROM DATABASE w TO compact");
            session.execute("DETACH w");
            session.execute("DETACH compact");
            HeldFiles.force(compact);
            try (DirectoryStream<Path> older = Files.newDirectoryStream(held.folder(), KEPT)) {
                for (Path file : older) {
                    Files.delete(file);
                }
            }
            Files.move(compact, held.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (beside != null) {
                ScratchFolder.delete(beside);
            }
        }
    }
}
