package hindsight.run;

import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Files that are written whole or not at all. */
public final class WholeFile {
    private static final String PART = ".part";

    private WholeFile() {}

    /**
     * Lets {@code writer} write a file beside the target, and puts it in the target's place when that is done.
     *
     * @throws MachineException when a file cannot be written there
     */
    public static void write(Path target, Consumer<Path> writer) {
        Path absolute = target.toAbsolutePath();
        String prefix = "." + absolute.getFileName() + ".";
        Path beside = absolute.resolveSibling(prefix + ProcessHandle.current().pid() + PART);
        try {
            Files.newOutputStream(beside).close();
            sweep(Objects.requireNonNull(absolute.getParent()), prefix);
            writer.accept(beside);
            move(beside, absolute);
        } catch (IOException failed) {
            throw new MachineException(
                    Problem.error("not-writable", "Cannot write " + target + ": " + reason(absolute, failed), ""));
        } finally {
            remove(beside);
        }
    }

    /** Removes what processes that were killed left of the same file. */
    private static void sweep(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> isLeftBehind(file.getFileName().toString(), prefix))
                    .forEach(WholeFile::remove);
        }
    }

    private static boolean isLeftBehind(String name, String prefix) {
        if (!name.startsWith(prefix) || !name.endsWith(PART) || name.length() < prefix.length() + PART.length()) {
            return false;
        }
        String process = name.substring(prefix.length(), name.length() - PART.length());
        return process.matches("\\d{1,18}")
                && !ProcessHandle.of(Long.parseLong(process))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static String reason(Path target, IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return "there is no folder " + target.getParent();
        }
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        boolean hasReason = failed instanceof FileSystemException file && file.getReason() != null;
        return hasReason ? ((FileSystemException) failed).getReason() : String.valueOf(failed.getMessage());
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftBehind) {
            file.toFile().deleteOnExit();
        }
    }
}
