package hindsight.problem;

import java.util.List;

/** The machine has too little memory or disk for the command, or keeps it from writing; that says nothing of the project or its data. */
public final class MachineException extends Failure {
    private static final long serialVersionUID = 1L;
    private static final String MEMORY = "out-of-memory";

    public MachineException(Problem problem) {
        super(List.of(problem));
    }

    /** One of memory. */
    public static MachineException ofMemory(String message, String hint) {
        return new MachineException(Problem.error(MEMORY, message, hint));
    }

    /** One of the memory that the program itself has, beside the engine. */
    public static MachineException ofProgram() {
        return ofMemory(
                "Cannot finish within the memory of the program: a value is too large for it",
                "Ask for less of it, or write rows to a file, which the engine does: --format parquet --output FILE");
    }

    /** Goes on where another way may take less memory: throws this unless it was memory that lacked. */
    public void throwUnlessOfMemory() {
        if (!problems().get(0).code().equals(MEMORY)) {
            throw this;
        }
    }
}
