package hindsight.problem;

import java.util.List;

/** A conflict, or something that needs the user's word first; nothing was changed. */
public final class RefusedException extends Failure {
    private static final long serialVersionUID = 1L;

    public RefusedException(List<Problem> problems) {
        super(problems);
    }

    public RefusedException(Problem problem) {
        this(List.of(problem));
    }
}
