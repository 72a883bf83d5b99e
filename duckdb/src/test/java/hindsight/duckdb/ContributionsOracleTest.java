package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.Seed;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A query over only those rows that rows of it are said to be made of gives these rows; so it does without any one of the others, and where
 * conditions and joins alone make a row, it does not without any one of those.
 */
class ContributionsOracleTest {
    private static final int CASES = Integer.getInteger("hindsight.cases", 60);
    private static final int MANY = Integer.getInteger("hindsight.pairs", 20_000);
    /** How many times as many cases are looked at where the first ones show too much. */
    private static final int MORE = 20;

    private static final List<Function<Random, QuerySource>> SOURCES =
            List.of(RandomQueries::new, TypedQueries::new, SmallQueries::new, TimedQueries::new, LayeredQueries::new);

    private final Random random = Seed.random(ContributionsOracleTest.class);

    @Test
    void rowsOfEveryOperatorComeFromWhatTheyAreMadeOf() {
        check(CASES);
    }

    @Tag("slow")
    @Test
    void rowsOfManyQueriesDo() {
        check(MANY / SOURCES.size());
    }

    private void check(int cases) {
        int needed = 0;
        for (Function<Random, QuerySource> source : SOURCES) {
            ContributionsRun run = new ContributionsRun(random);
            while (run.cases() < cases || isTooMuch(run) && run.cases() < cases * MORE) {
                run.round(source.apply(random));
            }
            System.out.println(source.apply(random).getClass().getSimpleName() + ": " + run);
            assertThat(run.narrowed())
                    .as("cases in which some rows of an input did not contribute: %s", run)
                    .isGreaterThan(run.cases() / 3);
            assertThat(isTooMuch(run))
                    .as("another row matters, too, or all rows of the inputs must be told instead: %s", run)
                    .isFalse();
            assertThat(run.needless())
                    .as(
                            "rows made by conditions and joins alone that are there without one that they are made of: %s",
                            run)
                    .isZero();
            needed += run.needed();
        }
        assertThat(needed).isGreaterThan(cases / 10);
    }

    /** Rare as both are, they come together, as rows of one query: a few cases tell little of how rare. */
    private static boolean isTooMuch(ContributionsRun run) {
        int most = 1 + run.cases() / 50;
        return run.lost() > most || run.widened() > most;
    }
}
