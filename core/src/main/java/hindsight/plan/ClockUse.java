package hindsight.plan;

import hindsight.graph.Model;
import hindsight.sql.FunctionKind;
import hindsight.sql.FunctionUse;
import hindsight.sql.ParsedQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/** How finely a query reads the clock, from not at all to the moment. */
public enum ClockUse {
    NOTHING,
    DATE,
    MOMENT;

    public static ClockUse of(ParsedQuery query) {
        List<FunctionKind> kinds =
                query.functions().stream().map(FunctionUse::kind).toList();
        if (kinds.contains(FunctionKind.CLOCK)) {
            return MOMENT;
        }
        return kinds.contains(FunctionKind.DATE) ? DATE : NOTHING;
    }

    /** The finest use by any section of a model. */
    static ClockUse of(Model model) {
        return model.timeline().segments().stream()
                .map(segment -> of(segment.value()))
                .max(Comparator.naturalOrder())
                .orElse(NOTHING);
    }

    /** Whether the clock may answer otherwise at {@code now} than it did at {@code then}. */
    public boolean moved(Instant then, Instant now, ZoneId zone) {
        return switch (this) {
            case NOTHING -> false;
            case DATE -> !LocalDate.ofInstant(then, zone).equals(LocalDate.ofInstant(now, zone));
            case MOMENT -> !then.equals(now);
        };
    }
}
