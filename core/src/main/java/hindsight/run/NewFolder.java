package hindsight.run;

import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is filled beside its place and then moved there in one step: it is there in full or not at all, however the process ends.
 * What a process that was killed left beside a place is swept by the next one that makes the same folder.
 */
final class NewFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NewFolder.class);
    private static final String NO_SPACE = "No space left on device";

    private final String what;
    private final Path target;
    private final Path beside;

    private NewFolder(String what, Path target, Path beside) {
        this.what = what;
        this.target = target;
        this.beside = beside;
    }

    /**
     * Makes a folder.
     *
     * @param what such as {@code clone the warehouse}
     * @param outside a folder in which it may not lie
     * @param filling writes into the folder that it is given; an {@link UncheckedIOException} is told as a failure to write
     * @throws MachineException when it cannot be written
     * @throws RefusedException when something is there, or it lies in that folder
     */
    static <T> T filled(Path target, String what, Path outside, Function<Path, T> filling) {
        try (NewFolder folder = new NewFolder(what, target, besides(target))) {
            try {
                folder.begin(outside);
                T filled = filling.apply(folder.beside);
                folder.place();
                return filled;
            } catch (IOException e) {
                throw folder.unwritable(e);
            } catch (UncheckedIOException e) {
                throw folder.unwritable(Objects.requireNonNull(e.getCause()));
            }
        }
    }

    private void begin(Path outside) throws IOException {
        checkFree();
        checkOutside(outside);
        Files.createDirectories(parent(target));
        sweep();
        Files.createDirectory(beside);
    }

    private void place() throws IOException {
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.exists(beside) && !isFree()) {
                throw taken();
            }
            throw e;
        }
        force(parent(target));
    }

    private MachineException unwritable(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        boolean full = String.valueOf(reason).contains(NO_SPACE);
        return new MachineException(Problem.error(
                full ? "disk-full" : "not-writable",
                "Cannot " + what + " to " + target + ": "
                        + (full ? "no space is left on the disk" : reason == null ? kind(e) : reason),
                full
                        ? "Free some space, or choose another disk; nothing was left there."
                        : "Check its rights, or choose another folder."));
    }

    @Override
    public void close() {
        delete(beside);
    }

    private static String kind(IOException e) {
        return e.getClass().getSimpleName();
    }

    private static Path besides(Path target) {
        return parent(target).resolve(prefix(target) + ProcessHandle.current().pid());
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".hindsight-";
    }

    private static Path parent(Path target) {
        Path absolute = target.toAbsolutePath();
        return Objects.requireNonNullElse(absolute.getParent(), absolute);
    }

    private void checkFree() {
        if (!isFree()) {
            throw taken();
        }
    }

    private RefusedException taken() {
        return new RefusedException(Problem.error(
                "not-empty",
                "Cannot " + what + " to " + target + ": there is something already",
                "Choose another folder, or move that one away."));
    }

    private boolean isFree() {
        if (!Files.isDirectory(target)) {
            return !Files.exists(target);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void checkOutside(Path outside) throws IOException {
        if (Files.exists(outside) && real(target).startsWith(outside.toRealPath())) {
            throw new RefusedException(Problem.error(
                    "inside-itself",
                    "Cannot " + what + " to " + target + ": that is inside the warehouse " + outside,
                    "Choose a folder outside of it."));
        }
    }

    /** As it will be, with the links resolved on the way to it. */
    private static Path real(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path there = absolute;
        while (!Files.exists(there)) {
            there = parent(there);
        }
        return there.toRealPath().resolve(there.relativize(absolute));
    }

    private void sweep() throws IOException {
        String prefix = prefix(target);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent(target))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(prefix) && isLeft(name.substring(prefix.length()))) {
                    delete(entry);
                }
            }
        }
    }

    /** Whether it is the name of a process that has ended, or of this one, which makes one folder at a time. */
    private static boolean isLeft(String pid) {
        return pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> !process.equals(ProcessHandle.current()))
                        .isEmpty();
    }

    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("forcing {}", folder, e);
        }
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
