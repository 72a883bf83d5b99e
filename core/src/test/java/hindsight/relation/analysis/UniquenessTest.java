package hindsight.relation.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UniquenessTest {
    @Test
    void keysHaveNoColumnThatFollowsFromOthers() {
        Uniqueness rows = Uniqueness.of(List.of(Set.of(0, 1, 2)), List.of(new Dependency(Set.of(0), Set.of(1))));

        assertThat(rows.keys()).containsExactly(Set.of(0, 2));
        assertThat(rows.isKey(Set.of(0, 2, 5))).isTrue();
        assertThat(rows.isKey(Set.of(1, 2))).isFalse();
    }

    @Test
    void columnsThatFollowFromEachOtherStandInForEachOther() {
        Uniqueness rows = Uniqueness.of(
                List.of(Set.of(0, 1)),
                List.of(new Dependency(Set.of(0), Set.of(2)), new Dependency(Set.of(2), Set.of(0))));

        assertThat(rows.within(Set.of(1, 2), 3).keys()).containsExactly(Set.of(1, 2));
        assertThat(rows.within(Set.of(0, 2), 3).keys()).isEmpty();
    }

    @Test
    void whatFollowsFromConstantColumnsIsConstant() {
        Uniqueness rows = Uniqueness.of(
                List.of(Set.of(0)), List.of(new Dependency(Set.of(), Set.of(0)), new Dependency(Set.of(0), Set.of(1))));

        assertThat(rows.constants()).containsExactly(0, 1);
        assertThat(rows.isAtMostOneRow()).isTrue();
        assertThat(rows.keys()).containsExactly(Set.of());
    }

    @Test
    void theShortestKeysAreKeptWhereThereAreMany() {
        List<Set<Integer>> keys = IntStream.range(0, 40)
                .mapToObj(i -> i < 5 ? Set.of(i) : Set.of(i, i + 1))
                .collect(Collectors.toList());
        List<Dependency> dependencies = IntStream.range(0, 200)
                .mapToObj(i -> new Dependency(Set.of(i + 100), Set.of(i + 101)))
                .toList();

        Uniqueness rows = Uniqueness.of(keys, dependencies);

        assertThat(rows.keys()).hasSize(Uniqueness.MOST_KEYS).startsWith(Set.of(0), Set.of(1), Set.of(2));
        assertThat(rows.dependencies()).hasSize(Uniqueness.MOST_DEPENDENCIES);
    }
}
