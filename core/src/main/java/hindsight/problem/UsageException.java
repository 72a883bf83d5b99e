package hindsight.problem;

import java.util.List;

/** The command was given wrong words; nothing was changed. */
public final class UsageException extends Failure {
    private static final long serialVersionUID = 1L;

    public UsageException(List<Problem> problems) {
        super(problems);
    }

    public UsageException(Problem problem) {
        this(List.of(problem));
    }
}
