package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.duckdb.LogicTestFile.Query;
import hindsight.duckdb.LogicTestFile.Statement;
import hindsight.duckdb.LogicTestFile.Step;
import hindsight.problem.Failure;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sample of the queries of SQLite's logic tests, from all files, is read and written again to the same rows, names and types. */
@Tag("slow")
class LogicTestsTest {
    private static final int SAMPLE = Integer.getInteger("hindsight.sample", 20_500);
    private static final int MOST_DIFFERENCES = 50;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private int equal;

    @Test
    void givesTheSameRows() throws IOException {
        Random random = Seed.random(LogicTestsTest.class);
        List<String> names = LogicTestFile.names();
        for (int i = 0; i < names.size() && differences.size() < MOST_DIFFERENCES; i++) {
            // Small files come first, so that larger ones make up for what they lack.
            int left = names.size() - i;
            int share = Math.max(1, (SAMPLE - equal + left - 1) / left);
            check(LogicTestFile.read(names.get(i)), share, random);
        }
        counts.forEach((what, count) -> System.out.printf("%7d %s%n", count, what));
        assertThat(differences).isEmpty();
        assertThat(equal).isGreaterThan(SAMPLE * 99 / 100);
    }

    private void check(LogicTestFile file, int share, Random random) {
        Set<Step> sample = sample(file, share, random);
        int left = sample.size();
        try (Session session = ScratchSession.open()) {
            session.execute("SET threads = 1");
            RoundTrip trip = new RoundTrip(session);
            for (Step step : file.steps()) {
                if (left == 0) {
                    break;
                } else if (step instanceof Statement) {
                    execute(session, step.sql());
                } else if (sample.contains(step)) {
                    check(trip, file.name(), (Query) step);
                    left--;
                }
            }
        }
        count("files");
    }

    private static Set<Step> sample(LogicTestFile file, int share, Random random) {
        List<Step> queries = new ArrayList<>(file.steps());
        queries.removeIf(Statement.class::isInstance);
        Collections.shuffle(queries, random);
        Set<Step> sample = Collections.newSetFromMap(new IdentityHashMap<>());
        sample.addAll(queries.subList(0, Math.min(share, queries.size())));
        return sample;
    }

    private void execute(Session session, String sql) {
        try {
            session.execute(sql);
            count("statements");
        } catch (Failure e) {
            count("statements that the engine refuses");
        }
    }

    private void check(RoundTrip trip, String file, Query query) {
        try {
            RoundTrip.Outcome outcome = trip.of(query.sql(), query.inOrder());
            if (outcome instanceof RoundTrip.Equal same) {
                equal++;
                count("equal");
                count("equal, canonical form: " + same.canonical());
            } else if (outcome instanceof RoundTrip.Opaque opaque) {
                count("opaque: " + opaque.reason());
            } else if (outcome instanceof RoundTrip.Fails fails) {
                count("the engine fails: " + fails.reason().replaceFirst("(?s):.*", ""));
            }
        } catch (AssertionError | RuntimeException e) {
            count("different");
            differences.add(file + "\n" + query.sql() + "\n" + e);
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
