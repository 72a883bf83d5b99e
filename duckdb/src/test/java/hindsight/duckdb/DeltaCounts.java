package hindsight.duckdb;

import hindsight.duckdb.DerivedChange.Checked;
import hindsight.duckdb.DerivedChange.Outcome;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What became of queries and changes, and how often each rule gave rows. */
final class DeltaCounts {
    /** As often, a rule must have given rows in a long run. */
    static final int ENOUGH = 100;

    /** As often, other rules that may give rows. */
    private static final int SOME = 10;

    /** After so many changes by a rule that gave no rows often enough, no more are looked for. */
    private static final int MOST_TRIED = 20 * ENOUGH;

    private static final String OUTCOME = "outcome ";
    private static final String FIRED = "fired ";
    private static final String TRIED = "tried ";

    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Integer> fired = new TreeMap<>();
    private final Map<String, Integer> tried = new TreeMap<>();
    private final Predicate<String> mustFire;
    private int opaque;

    DeltaCounts() {
        this(rule -> true);
    }

    /** @param mustFire rules that must give rows often */
    DeltaCounts(Predicate<String> mustFire) {
        this.mustFire = mustFire;
    }

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
                .filter(rule -> tried.getOrDefault(rule, 0) < MOST_TRIED)
                .mapToDouble(this::wanted)
                .sum();
    }

    private double wanted(String rule) {
        int often = fired.getOrDefault(rule, 0);
        int enough = mustFire.test(rule) ? ENOUGH : SOME;
        return often < enough ? (double) enough / (1 + often) : 0;
    }

    /** Those of some rules that gave rows less often than they should. */
    List<String> rare(Collection<String> rules) {
        return rules.stream()
                .filter(rule -> fired.getOrDefault(rule, 0) < ENOUGH)
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

    /** Goes on from what another run kept. */
    void load(Path file) throws IOException {
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        }
        kept.stringPropertyNames().forEach(name -> {
            int count = Integer.parseInt(kept.getProperty(name));
            String of = name.substring(name.indexOf(' ') + 1);
            if (name.startsWith(OUTCOME)) {
                outcomes.merge(Outcome.valueOf(of), count, Integer::sum);
            } else {
                (name.startsWith(FIRED) ? fired : tried).merge(of, count, Integer::sum);
            }
        });
    }

    void save(Path file) throws IOException {
        Properties kept = new Properties();
        outcomes.forEach((outcome, count) -> kept.setProperty(OUTCOME + outcome, count.toString()));
        fired.forEach((rule, count) -> kept.setProperty(FIRED + rule, count.toString()));
        tried.forEach((rule, count) -> kept.setProperty(TRIED + rule, count.toString()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            kept.store(writer, null);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    void print() {
        System.out.println(pairs() + " pairs of a query and a change: " + outcomes + "; " + opaque
                + " queries without a canonical form");
        fired.forEach((rule, count) -> System.out.printf("%7d %s%n", count, rule));
    }
}
