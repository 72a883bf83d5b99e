package hindsight.time;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A piecewise map from all of effective time to values: segments in order, without gaps or overlaps, and no two
 * neighbours equal.
 */
public record Timeline<T>(List<Segment<T>> segments) {
    /** One piece of a timeline. */
    public record Segment<T>(EffectiveRange range, T value) {}

    public Timeline {
        segments = List.copyOf(segments);
        if (segments.isEmpty()
                || segments.get(0).range().from() != null
                || segments.get(segments.size() - 1).range().to() != null) {
            throw new IllegalArgumentException("a timeline covers all of effective time: " + segments);
        }
        for (int i = 1; i < segments.size(); i++) {
            if (!Objects.equals(
                    segments.get(i - 1).range().to(), segments.get(i).range().from())) {
                throw new IllegalArgumentException("a timeline has no gaps or overlaps: " + segments);
            }
        }
    }

    /** The same value for all of effective time. */
    public static <T> Timeline<T> always(T value) {
        return new Timeline<>(List.of(new Segment<>(EffectiveRange.ALWAYS, value)));
    }

    public T at(LocalDateTime moment) {
        return segments.stream()
                .filter(segment -> segment.range().contains(moment))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** This timeline with other values: neighbours that become equal are one segment. */
    public <B> Timeline<B> map(Function<? super T, ? extends B> change) {
        List<Segment<B>> pieces = new ArrayList<>();
        segments.forEach(segment -> pieces.add(new Segment<>(segment.range(), change.apply(segment.value()))));
        return new Timeline<>(joined(pieces));
    }

    /** What this timeline and another say at once: neighbours that become equal are one segment. */
    public <B, C> Timeline<C> beside(Timeline<B> other, BiFunction<? super T, ? super B, ? extends C> both) {
        List<Segment<C>> pieces = new ArrayList<>();
        for (Segment<T> one : segments) {
            for (Segment<B> two : other.segments) {
                one.range()
                        .intersect(two.range())
                        .ifPresent(range -> pieces.add(new Segment<>(range, both.apply(one.value(), two.value()))));
            }
        }
        return new Timeline<>(joined(pieces));
    }

    /** This timeline with {@code value} over {@code range}; what lies outside stays. */
    public Timeline<T> with(EffectiveRange range, T value) {
        List<Segment<T>> pieces = new ArrayList<>();
        for (Segment<T> segment : segments) {
            before(range)
                    .flatMap(segment.range()::intersect)
                    .ifPresent(r -> pieces.add(new Segment<>(r, segment.value())));
        }
        pieces.add(new Segment<>(range, value));
        for (Segment<T> segment : segments) {
            after(range)
                    .flatMap(segment.range()::intersect)
                    .ifPresent(r -> pieces.add(new Segment<>(r, segment.value())));
        }
        return new Timeline<>(joined(pieces));
    }

    private static Optional<EffectiveRange> before(EffectiveRange range) {
        return range.from() == null ? Optional.empty() : Optional.of(new EffectiveRange(null, range.from()));
    }

    private static Optional<EffectiveRange> after(EffectiveRange range) {
        return range.to() == null ? Optional.empty() : Optional.of(new EffectiveRange(range.to(), null));
    }

    private static <T> List<Segment<T>> joined(List<Segment<T>> pieces) {
        List<Segment<T>> result = new ArrayList<>();
        for (Segment<T> piece : pieces) {
            @Nullable Segment<T> last = result.isEmpty() ? null : result.get(result.size() - 1);
            if (last != null && last.value().equals(piece.value())) {
                EffectiveRange whole =
                        new EffectiveRange(last.range().from(), piece.range().to());
                result.set(result.size() - 1, new Segment<>(whole, piece.value()));
            } else {
                result.add(piece);
            }
        }
        return result;
    }
}
