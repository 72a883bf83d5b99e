package hindsight.plan;

import hindsight.sql.FunctionUse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** What a query asks of the clock. */
enum ClockUse {
    NOTHING,
    DATE,
    TIME;

    /** {@code age} of one argument counts from the date of today. */
    private static final Set<String> DATES = Set.of("current_date", "today", "age");

    private static final Set<String> TIMES = Set.of(
            "now",
            "current_timestamp",
            "get_current_timestamp",
            "transaction_timestamp",
            "current_time",
            "get_current_time",
            "localtime",
            "localtimestamp",
            "current_localtime",
            "current_localtimestamp");

    static ClockUse of(List<FunctionUse> functions) {
        if (functions.stream().anyMatch(use -> TIMES.contains(use.name()))) {
            return TIME;
        }
        return functions.stream().anyMatch(use -> DATES.contains(use.name())) ? DATE : NOTHING;
    }

    /** Whether the answer may be another at {@code now} than it was at {@code then}. */
    boolean moved(Instant then, Instant now, ZoneId zone) {
        return switch (this) {
            case NOTHING -> false;
            case DATE -> !LocalDate.ofInstant(then, zone).equals(LocalDate.ofInstant(now, zone));
            case TIME -> !then.equals(now);
        };
    }
}
