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

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /** Beside a warehouse that exists and may be written, else among the system's temporary files. */
    static ScratchFolder near(Path warehouse) {
        return Files.isWritable(warehouse)
                ? in(warehouse.resolve("scratch"))
                : in(Path.of(System.getProperty("java.io.tmpdir")).resolve("hindsight-scratch"));
    }

    /** Beside a warehouse that is about to be made: its disk is the one that has room for the data. */
    static ScratchFolder beside(Path warehouse) {
        try {
            Files.createDirectories(warehouse);
        } catch (IOException e) {
            LOG.debug("making {}", warehouse, e);
        }
        return near(warehouse);
    }

    /** The engine makes the folder itself when it spills, but not the one around it. */
    private static ScratchFolder in(Path parent) {
        String name = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        try {
            Files.createDirectories(parent);
            sweep(parent);
        } catch (IOException e) {
            LOG.debug("making {}", parent, e);
        }
        return new ScratchFolder(parent.resolve(name));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void sweep(Path parent) {
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

    static void delete(Path folder) {
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
