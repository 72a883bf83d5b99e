package hindsight.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies files that the engine holds. Its locks belong to the process, and whoever closes a file in that process lets go of all locks on
 * it: so what was opened here stays open until the engine has let go, and is closed after that.
 */
final class HeldFiles implements AutoCloseable {
    private static final long PIECE = 16L << 20;

    private final Session session;
    private final List<FileChannel> open = new ArrayList<>();

    HeldFiles(Session session) {
        this.session = session;
    }

    /** Copies a database's file and those beside it that belong to it. */
    void copy(Path database, Path folder) {
        String name = String.valueOf(database.getFileName());
        Path from = database.toAbsolutePath().getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                String own = String.valueOf(file.getFileName());
                if (own.equals(name) || own.startsWith(name + ".")) {
                    copyOne(file, folder.resolve(own));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyOne(Path file, Path target) throws IOException {
        FileChannel source = FileChannel.open(file, StandardOpenOption.READ);
        open.add(source);
        try (FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            for (long at = 0, size = source.size(); at < size; ) {
                session.throwIfCancelled();
                at += source.transferTo(at, Math.min(PIECE, size - at), copy);
            }
        }
    }

    /** Waits until the disk has a file. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : open) {
            channel.close();
        }
    }
}
