package hindsight.relation.analysis;

import java.util.Set;

/**
 * Rows that are alike in some columns are alike in others, too. NULLs are alike.
 *
 * @param from positions; none: all rows are alike in the others, so those are constant
 */
public record Dependency(Set<Integer> from, Set<Integer> to) {
    public Dependency {
        from = Sets.copy(from);
        to = Sets.copy(to);
    }
}
