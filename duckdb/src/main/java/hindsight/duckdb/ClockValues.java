package hindsight.duckdb;

import hindsight.delta.ClockCalls;
import hindsight.relation.Expression;
import hindsight.schema.DataType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that {@link ClockMacros} gives, as constants in relations. Macros that the engine has itself are gone from its plans. */
final class ClockValues implements ClockCalls {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final ZoneId zone;

    /** @param zone the session's zone */
    ClockValues(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Optional<Expression> at(Expression.Call call, Instant clock) {
        OffsetDateTime now = clock.truncatedTo(ChronoUnit.MICROS).atZone(zone).toOffsetDateTime();
        int arguments = call.arguments().size();
        if (call.function().equals("age")) {
            return arguments == 1 ? Optional.of(age(call, now)) : Optional.empty();
        }
        return arguments > 0
                ? Optional.empty()
                : Optional.ofNullable(text(call.function(), now)).map(text -> constant(text, call.type()));
    }

    private static @Nullable String text(String function, OffsetDateTime now) {
        return switch (function) {
            case "now", "transaction_timestamp", "get_current_timestamp", "current_timestamp" ->
                MOMENT.format(now.withOffsetSameInstant(ZoneOffset.UTC));
            case "current_date", "today" -> now.toLocalDate().toString();
            case "get_current_time", "current_time" -> ClockMacros.ZONED_TIME.format(now);
            case "current_localtime", "localtime" -> ClockMacros.TIME.format(now);
            case "current_localtimestamp", "localtimestamp" -> MOMENT.format(now);
            default -> null;
        };
    }

    private static Expression constant(String text, DataType type) {
        return new Expression.Constant(text, type);
    }

    /** As {@link ClockMacros} has it: on the session's day where the time has a zone, else on the day of UTC. */
    private static Expression age(Expression.Call call, OffsetDateTime now) {
        Expression moment = call.arguments().get(0);
        OffsetDateTime day = moment.type().equals(DataType.TIMESTAMP) ? now.withOffsetSameInstant(ZoneOffset.UTC) : now;
        Expression date = constant(day.toLocalDate().toString(), DataType.DATE);
        return new Expression.Call(
                "age", List.of(new Expression.Cast(date, moment.type(), false), moment), List.of(), call.type());
    }
}
