package hindsight.plan;

import hindsight.history.Update.LogicText;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A range of effective time in which a timeline says something else than the one before it.
 *
 * @param declared whether its file says so by a range of its own, that begins or ends where nothing did before; else what holds for dates
 *     that had their logic is rewritten
 */
record LogicRange(EffectiveRange range, boolean declared) {
    /**
     * Where two timelines differ, in order.
     *
     * @param same whether two texts do the same
     */
    static List<LogicRange> between(
            Timeline<LogicText> before, Timeline<LogicText> after, BiPredicate<LogicText, LogicText> same) {
        Set<LocalDateTime> old = boundaries(before);
        Set<LocalDateTime> kept = boundaries(after);
        List<LogicRange> found = new ArrayList<>();
        for (Segment<LogicText> now : after.segments()) {
            Optional<EffectiveRange> open = Optional.empty();
            for (Segment<LogicText> then : before.segments()) {
                Optional<EffectiveRange> both = now.range().intersect(then.range());
                if (both.isPresent() && !same.test(then.value(), now.value())) {
                    open = Optional.of(new EffectiveRange(
                            open.orElse(both.get()).from(), both.get().to()));
                } else if (both.isPresent()) {
                    open.ifPresent(range -> found.add(new LogicRange(range, isDeclared(range, old, kept))));
                    open = Optional.empty();
                }
            }
            open.ifPresent(range -> found.add(new LogicRange(range, isDeclared(range, old, kept))));
        }
        return found;
    }

    private static boolean isDeclared(EffectiveRange range, Set<LocalDateTime> old, Set<LocalDateTime> kept) {
        boolean beginsAnew = range.from() != null && !old.contains(range.from());
        boolean endsAnew = range.to() != null && !old.contains(range.to());
        boolean takesAway = old.stream().anyMatch(moment -> !kept.contains(moment) && touches(range, moment));
        return beginsAnew && endsAnew || !takesAway && (beginsAnew || endsAnew && range.from() != null);
    }

    private static boolean touches(EffectiveRange range, LocalDateTime moment) {
        return range.contains(moment) || Objects.equals(range.to(), moment);
    }

    private static Set<LocalDateTime> boundaries(Timeline<LogicText> timeline) {
        Set<LocalDateTime> found = new HashSet<>();
        for (Segment<LogicText> segment : timeline.segments()) {
            @Nullable LocalDateTime from = segment.range().from();
            if (from != null) {
                found.add(from);
            }
        }
        return found;
    }
}
