package hindsight.run;

import hindsight.problem.DefectException;
import org.jspecify.annotations.Nullable;

/** Reads counts out of query results. */
final class Numbers {
    private Numbers() {}

    static long whole(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new DefectException("a count is " + value);
    }
}
