package hindsight.relation.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What tells rows of a relation apart, and which columns follow from which. Values are alike where {@code IS NOT DISTINCT FROM} says
 * so: NULLs are alike. What is not listed may hold nevertheless.
 *
 * @param keys sets of positions, none of which contains another: no two rows are alike in all columns of a key. The key of no columns
 *     says that there is at most one row
 * @param dependencies keys left aside
 */
public record Uniqueness(List<Set<Integer>> keys, List<Dependency> dependencies) {
    public static final Uniqueness NOTHING = new Uniqueness(List.of(), List.of());
    /** At most this many keys are kept, those of the fewest columns. */
    static final int MOST_KEYS = 12;
    /** At most this many dependencies are kept. */
    static final int MOST_DEPENDENCIES = 60;

    private static final Comparator<Set<Integer>> SHORTEST_FIRST =
            Comparator.<Set<Integer>>comparingInt(Set::size).thenComparing(Set::toString);

    public Uniqueness {
        keys = keys.stream().map(Sets::copy).toList();
        dependencies = List.copyOf(dependencies);
    }

    /** The best of what is known: each key without columns that follow from others of it. */
    static Uniqueness of(Collection<Set<Integer>> found, List<Dependency> dependencies) {
        List<Dependency> kept = dependencies.stream()
                .filter(dependency -> !dependency.from().containsAll(dependency.to()))
                .distinct()
                .limit(MOST_DEPENDENCIES)
                .toList();
        Uniqueness all = new Uniqueness(List.copyOf(found), kept);
        Set<Set<Integer>> shrunk = new TreeSet<>(SHORTEST_FIRST);
        for (Set<Integer> key : found) {
            shrunk.add(shrunk(key, all::isKey, Comparator.naturalOrder()));
            shrunk.add(shrunk(key, all::isKey, Comparator.reverseOrder()));
        }
        List<Set<Integer>> keys = new ArrayList<>();
        for (Set<Integer> key : shrunk) {
            if (keys.size() < MOST_KEYS && keys.stream().noneMatch(key::containsAll)) {
                keys.add(key);
            }
        }
        return new Uniqueness(keys, kept);
    }

    /** Whether no two rows are alike in all of these columns. */
    public boolean isKey(Set<Integer> columns) {
        Set<Integer> all = following(columns);
        return keys.stream().anyMatch(all::containsAll);
    }

    /** Whether there is at most one row. */
    public boolean isAtMostOneRow() {
        return isKey(Set.of());
    }

    /** Columns in which all rows are alike. */
    public Set<Integer> constants() {
        return following(Set.of());
    }

    /** These columns and all that follow from them; keys left aside. */
    public Set<Integer> following(Set<Integer> columns) {
        Set<Integer> all = new TreeSet<>(columns);
        boolean more = true;
        while (more) {
            more = false;
            for (Dependency dependency : dependencies) {
                more |= all.containsAll(dependency.from()) && all.addAll(dependency.to());
            }
        }
        return all;
    }

    /** A part of the columns that is enough still; they are left out in this order where they can. */
    private static Set<Integer> shrunk(
            Set<Integer> columns, Predicate<Set<Integer>> enough, Comparator<Integer> order) {
        Set<Integer> left = new TreeSet<>(columns);
        for (Integer column : columns.stream().sorted(order).toList()) {
            left.remove(column);
            if (!enough.test(left)) {
                left.add(column);
            }
        }
        return left;
    }

    /** With what else is known. */
    Uniqueness and(Collection<Set<Integer>> moreKeys, Collection<Dependency> moreDependencies) {
        Uniqueness all = andAll(moreKeys, moreDependencies);
        return of(all.keys, all.dependencies);
    }

    /** With what else is known, however much that is and whether or not it is short. */
    Uniqueness andAll(Collection<Set<Integer>> moreKeys, Collection<Dependency> moreDependencies) {
        List<Set<Integer>> allKeys = new ArrayList<>(keys);
        allKeys.addAll(moreKeys);
        List<Dependency> all = new ArrayList<>(moreDependencies);
        all.addAll(dependencies);
        return new Uniqueness(allKeys, all);
    }

    /** With keys told as dependencies, too: they stay true where rows come more than once. */
    List<Dependency> dependenciesOfAll(int width) {
        List<Dependency> all = new ArrayList<>(dependencies);
        Set<Integer> columns = Sets.positions(0, width);
        keys.forEach(key -> all.add(new Dependency(key, columns)));
        return all;
    }

    /** For columns that stand at other positions. */
    Uniqueness moved(IntUnaryOperator position) {
        return new Uniqueness(
                keys.stream().map(key -> Sets.moved(key, position)).toList(),
                dependencies.stream()
                        .map(dependency -> new Dependency(
                                Sets.moved(dependency.from(), position), Sets.moved(dependency.to(), position)))
                        .toList());
    }

    /** Of these columns alone. */
    Uniqueness within(Set<Integer> kept, int width) {
        Uniqueness told = new Uniqueness(List.of(), dependenciesOfAll(width));
        List<Set<Integer>> left = keys.stream()
                .flatMap(key -> Stream.of(
                        told.replaced(key, kept, Comparator.naturalOrder()),
                        told.replaced(key, kept, Comparator.reverseOrder())))
                .filter(kept::containsAll)
                .toList();
        List<Dependency> dependencies = new ArrayList<>();
        for (Dependency dependency : told.dependencies) {
            Set<Integer> from = told.replaced(dependency.from(), kept, Comparator.reverseOrder());
            Set<Integer> to = told.following(dependency.from());
            to.retainAll(kept);
            if (kept.containsAll(from)) {
                dependencies.add(new Dependency(from, to));
            }
        }
        return of(left, dependencies);
    }

    /** Other columns from among the kept ones that tell the same rows apart; the same ones where there are none. */
    private Set<Integer> replaced(Set<Integer> columns, Set<Integer> kept, Comparator<Integer> order) {
        Set<Integer> alike = following(columns);
        alike.retainAll(kept);
        Predicate<Set<Integer>> enough = some -> following(some).containsAll(columns);
        boolean possible = !kept.containsAll(columns) && enough.test(alike);
        return possible ? shrunk(alike, enough, order) : columns;
    }
}
