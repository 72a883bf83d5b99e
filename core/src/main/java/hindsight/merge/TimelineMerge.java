package hindsight.merge;

import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import hindsight.time.Timeline.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Timelines merged three ways: where base and theirs differ, ours becomes theirs if it is still as base.
 *
 * @param merged what came of it
 * @param conflicts where ours was neither
 */
public record TimelineMerge<T>(Timeline<T> merged, List<Clash<T>> conflicts) {
    /** A range in which ours is neither base nor theirs. */
    public record Clash<T>(EffectiveRange range, T base, T ours, T theirs) {}

    public TimelineMerge {
        conflicts = List.copyOf(conflicts);
    }

    /** Merges; values are compared by {@code equals}. */
    public static <T> TimelineMerge<T> of(
            Timeline<T> base, Timeline<T> ours, Timeline<T> theirs, ConflictPolicy policy) {
        Timeline<Cell<T>> cells =
                base.beside(theirs, Pair::new).beside(ours, (pair, own) -> new Cell<>(pair.one, own, pair.other));
        List<Clash<T>> conflicts = new ArrayList<>();
        for (Segment<Cell<T>> segment : cells.segments()) {
            Cell<T> cell = segment.value();
            if (cell.clashes()) {
                conflicts.add(new Clash<>(segment.range(), cell.base, cell.ours, cell.theirs));
            }
        }
        return new TimelineMerge<>(cells.map(cell -> cell.merged(policy)), conflicts);
    }

    private record Pair<T>(T one, T other) {}

    private record Cell<T>(T base, T ours, T theirs) {
        boolean clashes() {
            return !base.equals(theirs) && !ours.equals(base) && !ours.equals(theirs);
        }

        T merged(ConflictPolicy policy) {
            boolean stays = base.equals(theirs) || clashes() && policy != ConflictPolicy.FORCE;
            return stays ? ours : theirs;
        }
    }
}
