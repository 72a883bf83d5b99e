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
import java.util.List;
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

    /** The engine looks at a single row of what is asked for, and then at whether it fits, if another part makes it look at filters twice. */
    @Test
    void anyRowOfASubqueryMayFit() {
        try (Session session = ScratchSession.open()) {
            session.execute("CREATE TABLE t AS FROM (VALUES (1), (2), (NULL)) v(x)");
            session.execute("CREATE TABLE u AS SELECT range AS x FROM range(3)");
            session.execute("CREATE TABLE w(d DATE, n DECIMAL(5,1))");
            String query = """
                    WITH e AS MATERIALIZED (FROM t),
                    w2 AS (SELECT row_number() OVER (PARTITION BY d ORDER BY n) AS c0, n AS c1 FROM w)
                    SELECT u.x FROM (SELECT x, CAST(NULL AS INTEGER) AS c FROM u) u %s JOIN %s
                    UNION ALL SELECT u.x FROM u SEMI JOIN e ON u.x IS NOT DISTINCT FROM e.x
                    UNION ALL SELECT c0 FROM w2 WHERE CASE WHEN c1 > 1 THEN c0 END IS DISTINCT FROM NULL
                    """;
            for (String kind : List.of("SEMI", "ANTI")) {
                String right = query.formatted(kind, "(FROM e WHERE x IS NULL) e ON true");
                check(session, right, query.formatted(kind, "e ON e.x IS NULL"));
                check(session, right, query.formatted(kind, "e ON u.c IS NOT DISTINCT FROM e.x"));
            }
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
        check(session, sql, sql);
    }

    /** @param sql what the engine answers rightly, and {@code query} what means the same */
    private static void check(Session session, String sql, String query) {
        ParsedQuery parsed = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", query));
        Meaning meaning = new DuckPlanReader(session).read(parsed, PlanQueries.inputs(session, parsed));
        assertThat(meaning).as(query).isInstanceOf(Meaning.Understood.class);
        BoundQuery read = ((Meaning.Understood) meaning).query();
        try {
            PlanQueries.assertSame(session, sql, QueryWriter.write(read, new DuckDialect()));
            PlanQueries.assertSame(session, sql, QueryWriter.write(Normalizer.normalize(read), new DuckDialect()));
        } catch (AssertionError e) {
            throw new AssertionError(query + "\n" + e.getMessage(), e);
        }
    }
}
