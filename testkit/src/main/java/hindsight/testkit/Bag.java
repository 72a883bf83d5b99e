package hindsight.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Rows with how often each occurs; in a difference that may be less than never. */
public final class Bag {
    private final Map<ReplayRow, Long> counts = new HashMap<>();

    public static Bag of(List<ReplayRow> rows) {
        Bag bag = new Bag();
        rows.forEach(row -> bag.add(row, 1));
        return bag;
    }

    public void add(ReplayRow row, long times) {
        counts.merge(row, times, Long::sum);
        counts.remove(row, 0L);
    }

    public Bag copy() {
        Bag copy = new Bag();
        copy.counts.putAll(counts);
        return copy;
    }

    /** What must be added to {@code before} to have this. */
    public Bag minus(Bag before) {
        Bag difference = copy();
        before.counts.forEach((row, times) -> difference.add(row, -times));
        return difference;
    }

    public void removeIf(Predicate<ReplayRow> unwanted) {
        counts.keySet().removeIf(unwanted);
    }

    public Map<ReplayRow, Long> counts() {
        return Map.copyOf(counts);
    }

    public long size() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bag bag && bag.counts.equals(counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.entrySet().stream()
                .map(entry -> entry.getValue() + " x " + entry.getKey().cells() + "\n")
                .sorted()
                .forEach(text::append);
        return text.toString();
    }
}
