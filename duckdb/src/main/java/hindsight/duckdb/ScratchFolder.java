package hindsight.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the engine spills what does not fit into memory: a folder of this process, beside the warehouse where there is one. Folders of
 * processes that were killed are swept when the next one opens.
 */
final class ScratchFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path path;

    ScratchFolder(Path warehouse) {
        Path parent = Files.isWritable(warehouse)
                ? warehouse.resolve("scratch")
                : Path.of(System.getProperty("java.io.tmpdir")).resolve("hindsight-scratch");
        this.path = parent.resolve(
                ProcessHandle.current().pid() + "-" + Integer.toHexString(System.identityHashCode(this)));
        sweep(parent);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void sweep(Path parent) {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> folders = Files.list(parent)) {
            folders.filter(folder -> !isAlive(folder)).forEach(ScratchFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("sweeping {}", parent, e);
        }
    }

    private static boolean isAlive(Path folder) {
        String pid = folder.getFileName().toString().replaceFirst("-.*", "");
        return !pid.matches("\\d{1,18}")
                || ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("deleting {}", folder, e);
        }
    }
}
