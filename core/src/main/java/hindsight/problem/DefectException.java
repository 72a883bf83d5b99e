package hindsight.problem;

import java.util.List;

/** A defect of this product: an invariant does not hold. Nothing was published. */
public final class DefectException extends Failure {
    private static final long serialVersionUID = 1L;

    public DefectException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }

    public DefectException(String message, Throwable cause) {
        this(Problem.error("defect", message, ""), cause);
    }

    public DefectException(String message) {
        super(List.of(Problem.error("defect", message, "")));
    }
}
