package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Files that are written whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Lets {@code writer} write a file beside the target, and puts it in the target's place when that is done.
     *
     * @throws InvalidException when a file cannot be written there
     */
    public static void write(Path target, Consumer<Path> writer) {
        Path absolute = target.toAbsolutePath();
        Path beside = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.newOutputStream(beside).close();
            writer.accept(beside);
            move(beside, absolute);
        } catch (IOException failed) {
            throw new InvalidException(
                    Problem.error("not-writable", "Cannot write " + target + ": " + reason(absolute, failed), ""));
        } finally {
            remove(beside);
        }
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
