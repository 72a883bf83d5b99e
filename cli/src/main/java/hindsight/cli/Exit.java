package hindsight.cli;

import hindsight.problem.CancelledException;
import hindsight.problem.DefectException;
import hindsight.problem.Failure;
import hindsight.problem.InvalidException;
import hindsight.problem.MachineException;
import hindsight.problem.RefusedException;
import hindsight.problem.UsageException;

/** How a command ends, and the code that its caller sees. */
enum Exit {
    DONE(0),
    /** The project, the data, a test, the warehouse or the machine is at fault. */
    FAULT(1),
    USAGE(2),
    /** Conflict, or refused: nothing was changed. */
    REFUSED(3),
    /** With {@code --check}: something is pending, or over a threshold. */
    PENDING(4),
    DEFECT(70),
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Exit of(Failure failure) {
        if (failure instanceof InvalidException || failure instanceof MachineException) {
            return FAULT;
        }
        if (failure instanceof UsageException) {
            return USAGE;
        }
        if (failure instanceof RefusedException) {
            return REFUSED;
        }
        if (failure instanceof CancelledException) {
            return INTERRUPTED;
        }
        if (failure instanceof DefectException) {
            return DEFECT;
        }
        throw new IllegalArgumentException("unknown failure", failure);
    }
}
