package hindsight.problem;

import java.util.List;

/** The user interrupted the command; the warehouse is at its last commit. */
public final class CancelledException extends Failure {
    private static final long serialVersionUID = 1L;

    public CancelledException(List<Problem> problems) {
        super(problems);
    }

    public CancelledException(Problem problem) {
        this(List.of(problem));
    }

    /** The user told the command to stop. */
    public static CancelledException interrupted() {
        return new CancelledException(Problem.error(
                "interrupted",
                "Cannot finish: the command was interrupted",
                "The warehouse is at its last commit; run the command again to go on."));
    }
}
