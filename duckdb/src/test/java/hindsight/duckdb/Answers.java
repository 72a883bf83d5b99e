package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.KeyedQueries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query gives before and after its tables change.
 *
 * @param before rows, with how often each comes
 */
record Answers(Map<List<Object>, Integer> before, Map<List<Object>, Integer> after) {
    boolean isSame() {
        return before.equals(after);
    }

    /**
     * Holds a diff against them.
     *
     * @param diff weighted rows
     * @throws AssertionError unless the old rows and the diff give the new rows, and the diff is net
     */
    void check(Map<List<Object>, Integer> diff, String sql) {
        Map<List<Object>, Integer> result = new HashMap<>(before);
        diff.forEach((row, copies) -> {
            List<Object> values = row.subList(0, row.size() - 1);
            int weight = Integer.parseInt((String) row.get(row.size() - 1));
            assertThat(copies).as("copies of %s in %s", row, sql).isEqualTo(1);
            assertThat(weight).as("weight of %s in %s", row, sql).isNotZero();
            if (result.merge(values, weight, Integer::sum) == 0) {
                result.remove(values);
            }
        });
        assertThat(result)
                .as("%s became %s, and the diff is %s: %s", before, after, diff, sql)
                .isEqualTo(after);
        assertThat(diff.keySet().stream().map(row -> row.subList(0, row.size() - 1)))
                .as(sql)
                .doesNotHaveDuplicates();
    }

    /**
     * Holds rows that were computed for touched keys against them.
     *
     * @throws AssertionError unless those and the old rows of other keys are the new rows
     */
    void checkKeyed(
            KeyedQueries queries, Map<List<Object>, Integer> keys, Map<List<Object>, Integer> rows, String sql) {
        assertThat(keys.values()).as("copies of %s", keys).allMatch(copies -> copies == 1);
        assertThat(rows.keySet()).as("%s of %s", sql, keys).allMatch(row -> keys.containsKey(key(queries, row)));
        Map<List<Object>, Integer> result = new HashMap<>(rows);
        before.forEach((row, copies) -> {
            if (!keys.containsKey(key(queries, row))) {
                result.put(row, copies);
            }
        });
        assertThat(result).as("%s with the keys %s by %s", before, keys, sql).isEqualTo(after);
    }

    private static List<Object> key(KeyedQueries queries, List<Object> row) {
        return queries.columns().stream().map(row::get).toList();
    }
}
