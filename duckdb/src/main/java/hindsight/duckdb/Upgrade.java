package hindsight.duckdb;

import hindsight.engine.Access;
import hindsight.engine.Mover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Migrates a warehouse where it stands, once there is a copy of it as it was. */
final class Upgrade {
    private final Session session;
    private final WarehouseFile file;
    private final WarehouseFormat format;

    Upgrade(Session session, WarehouseFile file, WarehouseFormat format) {
        this.session = session;
        this.file = file;
        this.format = format;
    }

    /** @throws hindsight.problem.InvalidException when it is of a newer layout, or no warehouse */
    Mover.Upgraded run() throws IOException {
        try (HeldFiles files = new HeldFiles(session)) {
            file.attach(Access.WRITE);
            try {
                Mover.Upgraded upgraded = migrate(files);
                file.detach();
                return upgraded;
            } catch (RuntimeException e) {
                file.detachAfter(e);
                throw e;
            } catch (IOException e) {
                file.detachAfter(new UncheckedIOException(e));
                throw e;
            }
        }
    }

    private Mover.Upgraded migrate(HeldFiles files) throws IOException {
        int version = format.version();
        if (version == format.newest()) {
            return new Mover.Upgraded(version, version, Optional.empty());
        }
        session.execute("CHECKPOINT w");
        Path kept = keep(files, file.folder().resolve("warehouse.format-" + version + ".duckdb"));
        format.migrate();
        return new Mover.Upgraded(version, format.newest(), Optional.of(kept));
    }

    /** There in full or not at all. One that is there already is of an upgrade that was cut off behind it, and says the same. */
    private Path keep(HeldFiles files, Path target) throws IOException {
        Path scratch = Files.createDirectories(file.folder().resolve("scratch"));
        Path beside = Files.createTempDirectory(scratch, ProcessHandle.current().pid() + "-upgrade");
        try {
            files.copy(file.path(), beside);
            Path copy = beside.resolve(WarehouseFile.FILE_NAME);
            HeldFiles.force(copy);
            return Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            ScratchFolder.delete(beside);
        }
    }
}
