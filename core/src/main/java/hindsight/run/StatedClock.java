package hindsight.run;

import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** The clock that an environment states, so that demos and tests can be repeated. */
public final class StatedClock {
    static final String VARIABLE = "HINDSIGHT_CLOCK";

    private StatedClock() {}

    /**
     * A clock that stands at HINDSIGHT_CLOCK, or the system's when that is not set.
     *
     * @throws UsageException when it is not an ISO instant
     */
    public static Clock of(Map<String, String> environment) {
        String stated = environment.getOrDefault(VARIABLE, "");
        if (stated.isBlank()) {
            return Clock.systemUTC();
        }
        try {
            return Clock.fixed(Instant.parse(stated.strip()), ZoneOffset.UTC);
        } catch (DateTimeParseException notAnInstant) {
            throw new UsageException(Problem.error(
                    "bad-clock",
                    "Cannot read the clock: " + VARIABLE + " is '" + stated + "'",
                    "Write an instant such as 2025-03-01T06:00:00Z."));
        }
    }
}
