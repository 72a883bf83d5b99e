package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.testkit.Seed;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Random queries, read and written again, before and after the rules: the same rows. */
class PlanOracleTest {
    private static final int QUERIES = Integer.getInteger("hindsight.queries", 300);

    @Test
    void givesTheSameRows() {
        RandomQueries queries = new RandomQueries(Seed.random(PlanOracleTest.class));
        int compared = 0;
        try (Session session = ScratchSession.open()) {
            session.execute("SET threads = 1");
            for (int i = 0; i < QUERIES; i++) {
                if (i % 20 == 0) {
                    queries.tables().forEach(session::execute);
                }
                String sql = queries.next();
                if (answers(session, sql)) {
                    check(session, sql);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(QUERIES / 2);
    }

    @Test
    void aConstantIsNullInSetsWithoutIt() {
        try (Session session = ScratchSession.open()) {
            session.execute("CREATE TABLE t AS SELECT 1 AS a, 3 AS b");
            check(session, "SELECT a, c, sum(b) FROM (SELECT a, b, 2 AS c FROM t) GROUP BY ROLLUP (a, c)");
        }
    }

    /** The engine multiplies rows of a semi join where a condition reads both sides of an outer join on its right, and nothing else. */
    @Test
    void aRowIsThereOnceWhateverASubqueryJoins() {
        try (Session session = ScratchSession.open()) {
            session.execute(
                    "CREATE TABLE t AS FROM (VALUES (2, NULL, 1), (1, 3, 3), (2, 1, NULL), (3, 3, 0), (1, NULL, 2), (3, 2, 2)) v(a, b, c)");
            session.execute("CREATE TABLE u AS SELECT range AS x FROM range(3)");
            String joined = "t r LEFT JOIN t s ON r.c = s.b";
            check(session, "FROM u WHERE 3 IN (SELECT r.b FROM " + joined + " WHERE coalesce(s.a, 2) >= r.a)");
            check(session, "FROM u WHERE EXISTS (FROM " + joined + " WHERE coalesce(s.a, 2) >= r.a)");
            check(session, "FROM u WHERE 3 IN (SELECT coalesce(s.a, 2) + r.a FROM " + joined + ")");
        }
    }

    /** Some do not bind, or find several rows where there may be one. */
    private static boolean answers(Session session, String sql) {
        try {
            PlanQueries.answer(session, sql);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static void check(Session session, String sql) {
        ParsedQuery query = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", sql));
        Meaning meaning = new DuckPlanReader(session).read(query, PlanQueries.inputs(session, query));
        assertThat(meaning).as(sql).isInstanceOf(Meaning.Understood.class);
        BoundQuery read = ((Meaning.Understood) meaning).query();
        try {
            PlanQueries.assertSame(session, sql, QueryWriter.write(read, new DuckDialect()));
            PlanQueries.assertSame(session, sql, QueryWriter.write(Normalizer.normalize(read), new DuckDialect()));
        } catch (AssertionError e) {
            throw new AssertionError(sql + "\n" + e.getMessage(), e);
        }
    }
}
