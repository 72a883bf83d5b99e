package hindsight.plan;

import hindsight.sql.FunctionKind;
import hindsight.sql.FunctionUse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** What a query asks of the clock. */
enum ClockUse {
    NOTHING,
    DATE,
    TIME;

    static ClockUse of(List<FunctionUse> functions) {
        if (functions.stream().anyMatch(use -> use.kind() == FunctionKind.CLOCK)) {
            return TIME;
        }
        return functions.stream().anyMatch(use -> use.kind() == FunctionKind.DATE) ? DATE : NOTHING;
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
