package hindsight.cli;

import hindsight.problem.CancelledException;
import hindsight.problem.DefectException;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes of everything that can be thrown a failure that a user can read. */
final class Failures {
    private final Interruption interruption;
    private final DefectReport report;

    Failures(Interruption interruption, DefectReport report) {
        this.interruption = interruption;
        this.report = report;
    }

    Failure of(Throwable thrown) {
        if (interruption.isRequested() && !(thrown instanceof CancelledException)) {
            return CancelledException.interrupted();
        }
        if (thrown instanceof UncheckedIOException unchecked) {
            return new InvalidException(
                    Problem.error("input-output", message(Objects.requireNonNull(unchecked.getCause())), ""));
        }
        if (thrown instanceof OutOfMemoryError) {
            return MachineException.ofProgram();
        }
        if (thrown instanceof Failure failure && !(thrown instanceof DefectException)) {
            return failure;
        }
        return report.failure(thrown);
    }

    private static String message(IOException failure) {
        if (!(failure instanceof FileSystemException file)) {
            return "Cannot read or write: " + reason(failure.getMessage(), failure);
        }
        String subject = "Cannot use " + reason(file.getFile(), file) + ": ";
        if (file instanceof NoSuchFileException) {
            return subject + "there is no such file or folder";
        }
        if (file instanceof AccessDeniedException) {
            return subject + "permission denied";
        }
        return subject + reason(file.getReason(), file);
    }

    private static String reason(@Nullable String text, IOException failure) {
        return text == null ? failure.getClass().getSimpleName() : text;
    }
}
