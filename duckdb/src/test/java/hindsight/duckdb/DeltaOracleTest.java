package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.duckdb.DerivedChange.Outcome;
import hindsight.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random queries over tables that change by chance: old rows and derived change give the new rows, for each part of the queries. */
class DeltaOracleTest {
    /** How many queries of each kind; some ten pairs of a query, or a part of one, and a change come of each. */
    private static final int QUERIES = Integer.getInteger("hindsight.queries", 25);

    /** Larger queries cost more time than they find. */
    private static final int LARGE = 14;

    @Test
    void followsQueriesOverNumbers() {
        Random random = Seed.random(DeltaOracleTest.class);
        check(random, new RandomQueries(random));
    }

    @Test
    void followsQueriesOverSeveralTypes() {
        Random random = Seed.random(DeltaOracleTest.class);
        check(random, new TypedQueries(random));
    }

    @Test
    void followsQueriesOfEveryOperator() {
        Random random = Seed.random(DeltaOracleTest.class);
        check(random, new SmallQueries(random));
    }

    @Test
    void followsQueriesThatReadTheClock() {
        Random random = Seed.random(DeltaOracleTest.class);
        check(random, new TimedQueries(random));
    }

    private static void check(Random random, QuerySource source) {
        try (Session session = ScratchSession.open()) {
            DeltaRun run = new DeltaRun(session, random, LARGE);
            for (int done = 0; done < QUERIES; done += DeltaRun.QUERIES) {
                List<String> queries = new ArrayList<>();
                for (int i = 0; i < DeltaRun.QUERIES; i++) {
                    queries.add(source.next());
                }
                run.round(source.tables(), queries);
            }
            run.print();
            assertThat(run.count(Outcome.CHANGED)).isGreaterThan(QUERIES / 4);
            assertThat(run.count(Outcome.TWO_ROWS)).isLessThanOrEqualTo(1 + QUERIES / 100);
            assertThat(run.count(Outcome.ENGINE)).as("wrong rows of the engine").isLessThanOrEqualTo(1 + QUERIES / 100);
        }
    }
}
