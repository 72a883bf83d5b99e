package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.BoundQuery;
import hindsight.testkit.Seed;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random queries over tables that change by chance: old rows and derived change give the new rows. */
@Tag("slow")
class DeltaOracleTest {
    private static final int QUERIES = Integer.getInteger("hindsight.queries", 300);

    @Test
    void givesWhatRecomputingGives() {
        Random random = Seed.random(DeltaOracleTest.class);
        RandomQueries queries = new RandomQueries(random);
        int changes = 0;
        try (Session session = ScratchSession.open()) {
            session.execute("SET threads = 1");
            DerivedChange derived = new DerivedChange(session);
            for (int i = 0; i < QUERIES; i++) {
                if (i % 20 == 0) {
                    queries.tables().forEach(session::execute);
                }
                changes += check(session, derived, queries, random) ? 1 : 0;
            }
            System.err.println("changes: " + changes + " refused " + derived.refused());
        }
        assertThat(changes).isGreaterThan(QUERIES / 4);
    }

    private static boolean check(Session session, DerivedChange derived, RandomQueries queries, Random random) {
        String sql = queries.next();
        Map<String, Integer> before;
        Optional<BoundQuery> query;
        try {
            PlanQueries.answer(session, sql);
            query = derived.canonical(sql);
            if (query.isEmpty()) {
                return false;
            }
            before = derived.rows(query.get());
        } catch (AssertionError fails) {
            return false;
        }
        Set<String> changed = changed(session, derived, queries, random);
        try {
            derived.rows(query.get());
        } catch (AssertionError fails) {
            return false;
        }
        try {
            return derived.check(query.get(), changed, before);
        } catch (AssertionError e) {
            throw new AssertionError(sql + "\nof " + changed + "\n" + derived.wrongPart(query.get(), changed), e);
        }
    }

    private static Set<String> changed(Session session, DerivedChange derived, RandomQueries queries, Random random) {
        Set<String> changed = new HashSet<>();
        for (int i = 1; i <= 3; i++) {
            if (random.nextInt(2) == 0) {
                String table = "t" + i;
                changed.add(table);
                derived.keep(table);
                queries.change(table).forEach(session::execute);
                derived.tell(table);
            }
        }
        return changed;
    }
}
