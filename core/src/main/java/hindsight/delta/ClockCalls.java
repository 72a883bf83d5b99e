package hindsight.delta;

import hindsight.relation.Expression;
import java.time.Instant;
import java.util.Optional;

/** Port: what functions that read the clock give. */
@FunctionalInterface
public interface ClockCalls {
    /**
     * A value that a call has at a moment, or one that it is computed from without a clock; empty where the call reads none.
     *
     * @return of the call's type
     */
    Optional<Expression> at(Expression.Call call, Instant clock);
}
