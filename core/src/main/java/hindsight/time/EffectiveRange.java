package hindsight.time;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of effective time, {@code [from, to)}, in business time without a zone.
 *
 * @param from inclusive; null when it holds from the beginning of time
 * @param to exclusive; null when it holds for ever
 */
public record EffectiveRange(
        @Nullable LocalDateTime from, @Nullable LocalDateTime to) {
    public static final EffectiveRange ALWAYS = new EffectiveRange(null, null);

    public EffectiveRange {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("a range must end after it begins: [" + from + ", " + to + ")");
        }
    }

    public boolean contains(LocalDateTime moment) {
        return (from == null || !moment.isBefore(from)) && (to == null || moment.isBefore(to));
    }

    /** What both ranges cover, if anything. */
    public Optional<EffectiveRange> intersect(EffectiveRange other) {
        LocalDateTime start = from == null || (other.from != null && other.from.isAfter(from)) ? other.from : from;
        LocalDateTime end = to == null || (other.to != null && other.to.isBefore(to)) ? other.to : to;
        return start != null && end != null && !start.isBefore(end)
                ? Optional.empty()
                : Optional.of(new EffectiveRange(start, end));
    }

    /** In words, such as {@code since 2025-03-01}. */
    public String clause() {
        if (from != null && to != null) {
            return "from " + shown(from) + " to before " + shown(to);
        }
        return from != null ? "since " + shown(from) : to != null ? "before " + shown(to) : "at all effective time";
    }

    @Override
    public String toString() {
        return "[" + (from == null ? "-∞" : shown(from)) + ", " + (to == null ? "∞" : shown(to)) + ")";
    }

    /** A day as a day, another moment with its time. */
    public static String shown(LocalDateTime moment) {
        return moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? moment.toLocalDate().toString()
                : moment.toString();
    }
}
