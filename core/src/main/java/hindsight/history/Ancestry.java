package hindsight.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** What branches have of each other: what their lines share, and what merges brought. */
public final class Ancestry {
    private final List<Merge> merges;
    private final IntFunction<Line> lines;

    /**
     * @param merges all there are, of dropped branches, too
     * @param lines gives the line of a branch
     */
    public Ancestry(List<Merge> merges, IntFunction<Line> lines) {
        this.merges = merges.stream()
                .sorted(Comparator.comparingLong(Merge::seq).reversed())
                .toList();
        this.lines = lines;
    }

    /**
     * A merge commit.
     *
     * @param branch on which it was made
     * @param from the branch of the commit that it brought in with all before it
     * @param parent that commit
     */
    public record Merge(int branch, long seq, int from, long parent) {}

    /** What a line sees up to a commit. */
    public record Place(Line line, long seq) {}

    /** Whether one place has all that another has. */
    public boolean has(Place one, Place other) {
        Map<Integer, Long> reached = reached(one);
        return reached(other).entrySet().stream()
                .allMatch(branch -> branch.getValue() <= reached.getOrDefault(branch.getKey(), 0L));
    }

    /**
     * The latest places that two have both: none of them has all of another. Several only where each of the two has merged the same
     * branches apart from the other; the latest is the last. Empty where the two have nothing in common.
     */
    public List<Place> common(Place one, Place other) {
        Map<Integer, Long> reached = reached(one);
        List<Place> shared = new ArrayList<>();
        reached(other).forEach((branch, seq) -> {
            long both = Math.min(seq, reached.getOrDefault(branch, 0L));
            if (both > 0) {
                shared.add(new Place(lines.apply(branch), both));
            }
        });
        return shared.stream()
                .filter(place -> shared.stream().noneMatch(later -> !later.equals(place) && has(later, place)))
                .sorted(Comparator.comparingLong(Place::seq))
                .toList();
    }

    /** By branch up to which commit it is seen: who sees a commit of a branch sees all of the branch before it. */
    private Map<Integer, Long> reached(Place place) {
        Map<Integer, Long> reached = new TreeMap<>();
        see(place.line(), place.seq(), reached);
        for (Merge merge : merges) {
            if (merge.seq() <= reached.getOrDefault(merge.branch(), 0L)) {
                see(lines.apply(merge.from()), merge.parent(), reached);
            }
        }
        return reached;
    }

    private static void see(Line line, long upTo, Map<Integer, Long> reached) {
        line.within(0, upTo).forEach(span -> reached.merge(span.branch(), span.upTo(), Math::max));
    }
}
