package hindsight.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A command that cannot go on, with the problems that say why. The subtype decides the exit code. */
public abstract sealed class Failure extends RuntimeException
        permits InvalidException,
                MachineException,
                UsageException,
                RefusedException,
                CancelledException,
                DefectException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    protected Failure(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    protected Failure(List<Problem> problems, Throwable cause) {
        super(text(problems), cause);
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::render).collect(Collectors.joining("\n"));
    }
}
