package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.duckdb.DerivedChange.Outcome;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random queries over tables that change by chance: old rows and derived change give the new rows, for each part of the queries. */
class DeltaOracleTest {
    /** How many queries of each kind; some ten pairs of a query, or a part of one, and a change come of each. */
    private static final int QUERIES = Integer.getInteger("hindsight.queries", 25);

    /** How many pairs a long run takes that concern what the query reads; up to twice as many, until every rule gave rows often enough. */
    private static final int PAIRS = Integer.getInteger("hindsight.pairs", 50_000);

    /** A file that keeps the counts of a long run, so that one that was cut short can go on; of use only while the code is the same. */
    private static final @Nullable String KEPT = System.getProperty("hindsight.counts");

    /** Operators of a derived query: larger ones cost more time than they find. */
    private static final int LARGE = 150;

    /** More rounds of a short run, where few rows changed by chance. */
    private static final int MOST_MORE = 8;

    /** Of so many queries, a long run takes those whose rules gave rows seldom so far. */
    private static final int CANDIDATES = 8 * DeltaRun.QUERIES;

    /** Those of a long run. */
    private static final int LESS_LARGE = 40;

    /** Each rule that must give rows, as {@link DeltaRules} names it; other lines say of other rules why they need not. */
    private static final Path RULES = Path.of("src/test/resources/hindsight/duckdb/rules.txt");

    private static final List<Function<Random, QuerySource>> SOURCES =
            List.of(RandomQueries::new, TypedQueries::new, SmallQueries::new, TimedQueries::new, LayeredQueries::new);

    private final Random random = Seed.random(DeltaOracleTest.class);
    private DeltaCounts counts = new DeltaCounts();

    @Test
    void followsQueriesOverNumbers() {
        check(new RandomQueries(random), QUERIES);
    }

    @Test
    void followsQueriesOverSeveralTypes() {
        check(new TypedQueries(random), QUERIES);
    }

    @Test
    void followsQueriesOfEveryOperator() {
        check(new SmallQueries(random), QUERIES);
    }

    @Test
    void followsQueriesThatReadTheClock() {
        check(new TimedQueries(random), QUERIES);
    }

    @Test
    void followsOneOperatorOverAnother() {
        check(new LayeredQueries(random), QUERIES);
    }

    @Tag("slow")
    @Test
    void followsManyQueries() throws IOException {
        List<String> rules = Files.readAllLines(RULES).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        counts = new DeltaCounts(rules::contains);
        if (KEPT != null && Files.exists(Path.of(KEPT))) {
            counts.load(Path.of(KEPT));
        }
        while (counts.pairs() < PAIRS
                || counts.pairs() < 2 * PAIRS && !counts.rare(rules).isEmpty()) {
            for (Function<Random, QuerySource> source : SOURCES) {
                round(source.apply(random), LESS_LARGE, CANDIDATES);
                if (!counts.rare(rules).isEmpty()) {
                    round(new LayeredQueries(random), LESS_LARGE, CANDIDATES);
                }
                if (KEPT != null) {
                    counts.save(Path.of(KEPT));
                }
            }
            System.out.println(counts.pairs() + " pairs; rules seldom: "
                    + counts.rare(rules).size());
        }
        counts.print();
        checkWrong(counts.pairs());
        assertThat(counts.rare(rules)).isEmpty();
    }

    private void check(QuerySource source, int queries) {
        run(source, queries, LARGE);
        for (int more = 0; more < MOST_MORE && counts.count(Outcome.CHANGED) <= queries / 4; more++) {
            run(source, DeltaRun.QUERIES, LARGE);
        }
        counts.print();
        assertThat(counts.count(Outcome.CHANGED)).isGreaterThan(queries / 4);
        checkWrong(counts.pairs());
    }

    private void run(QuerySource source, int queries, int large) {
        for (int done = 0; done < queries; done += DeltaRun.QUERIES) {
            round(source, large, DeltaRun.QUERIES);
        }
    }

    private void round(QuerySource source, int large, int candidates) {
        try (Session session = ScratchSession.open()) {
            new DeltaRun(session, random, large, counts).round(source, candidates);
        }
    }

    /** A short run has no wrong rows of the engine: what makes some is written in another way. */
    private void checkWrong(int of) {
        assertThat(counts.count(Outcome.TWO_ROWS)).isLessThanOrEqualTo(1 + of / 100);
        assertThat(counts.count(Outcome.LATE)).isLessThanOrEqualTo(1 + of / 100);
        assertThat(counts.count(Outcome.ENGINE)).as("wrong rows of the engine").isLessThanOrEqualTo(of / 1000);
    }
}
