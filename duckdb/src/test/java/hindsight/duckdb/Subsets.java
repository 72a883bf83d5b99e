package hindsight.duckdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every choice of some entries of a map. */
final class Subsets {
    /** Of how many entries choices are made; others are in all. */
    private static final int MOST = 4;

    private Subsets() {}

    static <K, V> List<Map<K, V>> of(Map<K, V> all) {
        List<Map<K, V>> subsets = new ArrayList<>();
        subsets.add(new LinkedHashMap<>());
        int chosen = 0;
        for (Map.Entry<K, V> entry : all.entrySet()) {
            List<Map<K, V>> without = chosen++ < MOST ? List.copyOf(subsets) : List.of();
            subsets.forEach(subset -> subset.put(entry.getKey(), entry.getValue()));
            without.forEach(subset -> subsets.add(without(subset, entry.getKey())));
        }
        return subsets;
    }

    private static <K, V> Map<K, V> without(Map<K, V> all, K key) {
        Map<K, V> rest = new LinkedHashMap<>(all);
        rest.remove(key);
        return rest;
    }
}
