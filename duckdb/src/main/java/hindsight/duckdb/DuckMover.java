package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.engine.Mover;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.sql.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Copies, writes and reads warehouses as a whole. */
final class DuckMover implements Mover {
    private final Session session;
    private final WarehouseFile file;
    private final Runnable spill;

    /** @param spill gets scratch space for much data ready */
    DuckMover(Session session, WarehouseFile file, Runnable spill) {
        this.session = session;
        this.file = file;
        this.spill = spill;
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
            return new Moved(seq, bytes(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Moved exportTo(Path folder) {
        long seq = holding("export", () -> {
            long last = lastSeq();
            try {
                new Exporter(session, folder).write(last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return last;
        });
        return new Moved(seq, bytes(folder));
    }

    @Override
    public Moved importFrom(Path folder) {
        if (file.exists()) {
            throw taken(folder);
        }
        Importer importer = new Importer(session, folder, new WarehouseFormat(session));
        try {
            ExportManifest manifest = importer.open();
            spill.run();
            if (!new NewWarehouse(session, file.folder()).make(file.path(), () -> importer.read(manifest))) {
                throw taken(folder);
            }
            return new Moved(manifest.seq(), file.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Upgraded upgrade() {
        checkThere("upgrade");
        try {
            return new Upgrade(session, file, new WarehouseFormat(session)).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RefusedException taken(Path folder) {
        return new RefusedException(Problem.error(
                "warehouse-exists",
                "Cannot import " + folder + " into " + file.folder() + ": there is a warehouse already",
                "Name another folder with --warehouse, or move that one away."));
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(path -> path.toFile().length())
                    .sum();
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

    private void checkThere(String verb) {
        if (!file.exists()) {
            throw new InvalidException(Problem.error(
                    "no-warehouse",
                    "Cannot " + verb + " the warehouse " + file.folder() + ": nothing is remembered yet",
                    "Begin with hindsight load or hindsight run."));
        }
    }

    /** Holds the warehouse with other readers while {@code work} runs. */
    private long holding(String verb, LongSupplier work) {
        checkThere(verb);
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
