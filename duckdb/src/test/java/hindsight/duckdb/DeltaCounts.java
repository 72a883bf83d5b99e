package hindsight.duckdb;

import hindsight.duckdb.DerivedChange.Checked;
import hindsight.duckdb.DerivedChange.Outcome;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of queries and changes, and how often each rule gave rows. */
final class DeltaCounts {
    /** As often, a rule must have given rows in a long run. */
    static final int ENOUGH = 100;

    /** After so many changes by a rule that gave no rows often enough, no more are looked for. */
    private static final int MOST_TRIED = 20 * ENOUGH;

    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Integer> fired = new TreeMap<>();
    private final Map<String, Integer> tried = new TreeMap<>();
    private int opaque;

    void add(Checked checked) {
        outcomes.merge(checked.outcome(), 1, Integer::sum);
    }

    void tried(Set<String> rules) {
        rules.forEach(rule -> tried.merge(rule, 1, Integer::sum));
    }

    void fired(Set<String> rules) {
        rules.forEach(rule -> fired.merge(rule, 1, Integer::sum));
    }

    /** A query without a canonical form. */
    void opaque() {
        opaque++;
    }

    /** How much some rules are wanted: each that gave rows less often than it should, and may still, the more the less it did. */
    double wanted(Set<String> rules) {
        return rules.stream()
                .filter(rule -> isRare(rule) && tried.getOrDefault(rule, 0) < MOST_TRIED)
                .mapToDouble(rule -> 1 + 5.0 / (1 + fired.getOrDefault(rule, 0)))
                .sum();
    }

    private boolean isRare(String rule) {
        return fired.getOrDefault(rule, 0) < ENOUGH;
    }

    /** Those of some rules that gave rows less often than they should. */
    List<String> rare(Collection<String> rules) {
        return rules.stream()
                .filter(this::isRare)
                .map(rule -> fired.getOrDefault(rule, 0) + " " + rule)
                .toList();
    }

    int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** How many changes concerned what a query reads, and were held against recomputation. */
    int pairs() {
        return count(Outcome.CHANGED) + count(Outcome.SAME);
    }

    void print() {
        System.out.println(pairs() + " pairs of a query and a change: " + outcomes + "; " + opaque
                + " queries without a canonical form");
        fired.forEach((rule, count) -> System.out.printf("%7d %s%n", count, rule));
    }
}
