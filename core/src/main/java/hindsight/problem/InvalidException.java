package hindsight.problem;

import java.util.List;

/** The project, the data, a test or the warehouse is at fault; nothing was changed. */
public final class InvalidException extends Failure {
    private static final long serialVersionUID = 1L;

    public InvalidException(List<Problem> problems) {
        super(problems);
    }

    public InvalidException(Problem problem) {
        this(List.of(problem));
    }
}
