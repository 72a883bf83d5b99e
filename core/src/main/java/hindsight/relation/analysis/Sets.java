package hindsight.relation.analysis;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets that keep the order in which their elements came, and sets of positions. */
final class Sets {
    private Sets() {}

    static <T> Set<T> copy(Set<T> set) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(set));
    }

    static <T> Set<T> union(Set<T> a, Set<T> b) {
        Set<T> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return all;
    }

    /** From {@code first} on, {@code count} positions. */
    static Set<Integer> positions(int first, int count) {
        return IntStream.range(first, first + count).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<Integer> moved(Set<Integer> positions, IntUnaryOperator to) {
        return positions.stream().map(to::applyAsInt).collect(Collectors.toCollection(TreeSet::new));
    }
}
