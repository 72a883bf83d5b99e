package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.Difference;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canonical queries give the same rows however the rows of their inputs are stored and however many threads there are. */
class CanonicalRowsTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Canonicalizer CANONICALIZER =
            new Canonicalizer(new FunctionKinds(SESSION), RowKeys.UNKNOWN, InexactInputs.NONE, Options.USUAL);
    private static final int SHUFFLES = 4;

    /** Few different values, NULLs, equal rows, and values that are equal and yet differ. */
    @BeforeAll
    static void tables() {
        SESSION.execute("""
                CREATE TABLE t_rows AS SELECT i, nullif(hash(i) % 5, 4)::INTEGER AS a, (hash(i + 1000) % 4)::INTEGER AS b,
                    'c' || hash(i + 2000) % 3 AS c, ['-0.0', '0.0', 'nan', '1.5', NULL][(hash(i + 3000) % 5 + 1)::INTEGER]::DOUBLE AS d,
                    [INTERVAL 1 MONTH, INTERVAL 30 DAY, NULL][(hash(i + 4000) % 3 + 1)::INTEGER] AS e,
                    DATE '2025-01-01' + (hash(i + 5000) % 3)::INTEGER AS f, (hash(i + 6000) % 7)::DECIMAL(9,2) AS g
                FROM range(120) t(i)""");
        SESSION.execute("""
                CREATE TABLE r_rows AS SELECT i, (hash(i + 7000) % 5)::INTEGER AS k, (hash(i + 8000) % 6)::INTEGER AS pos,
                    'v' || hash(i + 9000) % 9 AS v FROM range(60) t(i)""");
        shuffle(0);
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, b, c, row_number() OVER (PARTITION BY a ORDER BY b) AS n FROM t",
                "SELECT c, d, row_number() OVER () AS n FROM t",
                "SELECT d, e, row_number() OVER (ORDER BY d, e) AS n FROM t",
                "SELECT a, c, ntile(3) OVER (ORDER BY a) AS n FROM t",
                "SELECT a, b, c, lag(b) OVER (PARTITION BY a ORDER BY c) AS l, lead(c, 2) OVER (ORDER BY f) AS m FROM t",
                "SELECT c, row_number() OVER (ORDER BY b) AS n, row_number() OVER (ORDER BY b DESC) AS m, rank() OVER (ORDER BY c) AS r FROM t",
                "SELECT a, c, lag(d IGNORE NULLS) OVER (ORDER BY a) AS l FROM t",
                "SELECT a, b, first_value(c) OVER (PARTITION BY a ORDER BY b) AS v FROM t",
                "SELECT a, b, last_value(c) OVER (PARTITION BY a ORDER BY b) AS v FROM t",
                "SELECT a, last_value(c) OVER (PARTITION BY a ORDER BY b RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS v FROM t",
                "SELECT a, last_value(c) OVER (PARTITION BY a) AS v, last_value(c) OVER (ORDER BY d) AS w FROM t",
                "SELECT a, last_value(c) OVER (PARTITION BY a) AS v FROM (SELECT a, c FROM t ORDER BY b)",
                "SELECT a, last_value(d IGNORE NULLS) OVER (ORDER BY a) AS v FROM t",
                "SELECT a, b, nth_value(c, 2) OVER (PARTITION BY a ORDER BY b) AS v FROM t",
                "SELECT a, c, first_value(c) OVER (ORDER BY a GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS v FROM t",
                "SELECT a, c, first_value(c) OVER (ORDER BY a RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS v FROM t",
                "SELECT f, c, last_value(c) OVER (ORDER BY f RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW) AS v FROM t",
                "SELECT a, c, list(c) FILTER (b > 1) OVER (ORDER BY a RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS v FROM t",
                "SELECT a, c, sum(g) OVER (ORDER BY a ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM t",
                "SELECT a, c, list(c) OVER (ORDER BY a ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM t",
                "SELECT a, string_agg(c, ',') OVER (PARTITION BY a ORDER BY b) AS s FROM t",
                "SELECT a, any_value(c) OVER (PARTITION BY a) AS s, mode(b) OVER (PARTITION BY a) AS m FROM t",
                "SELECT a, b, row_number(ORDER BY c) OVER (ORDER BY a) AS n FROM t",
                "SELECT a, c, row_number() OVER (PARTITION BY a ORDER BY b) AS n FROM t QUALIFY n = 1",
                "SELECT a, list(c) AS l, string_agg(c, '|' ORDER BY b) AS s, any_value(b) AS v, first(c) AS x, last(c) AS y FROM t GROUP BY a",
                "SELECT list(d ORDER BY d) AS l, list(e ORDER BY e) AS m, list(DISTINCT c) AS n, mode(c) AS o FROM t",
                "SELECT b, arg_max(c, a) AS x, arg_min(f, g) AS y, max_by(c, g, 3) AS z FROM t GROUP BY b",
                "SELECT arg_max(d, b) AS x, max_by(c, d) FILTER (WHERE a > 1) AS y, arg_min(c, a ORDER BY b) AS z FROM t",
                "SELECT a, arg_max(c, b) OVER (PARTITION BY a) AS x, arg_max(c, b) OVER (ORDER BY a) AS y FROM t",
                "SELECT arg_max(c, b) AS x FROM (SELECT b, c FROM t ORDER BY a)",
                "SELECT first(c ORDER BY b) FILTER (WHERE a > 1) AS x, any_value(d) AS y FROM t GROUP BY GROUPING SETS ((a), ())",
                "SELECT a, list(c) AS l FROM (SELECT a, c FROM t ORDER BY b DESC) GROUP BY a",
                "SELECT c, row_number() OVER () AS n FROM (SELECT a, c FROM t ORDER BY b DESC)",
                "SELECT a, c FROM t LIMIT 7",
                "SELECT a, c FROM t ORDER BY b DESC LIMIT 7 OFFSET 3",
                "SELECT a, c FROM t ORDER BY b LIMIT 10%",
                "SELECT c FROM (SELECT * FROM t ORDER BY b LIMIT 50) LIMIT 5",
                "SELECT DISTINCT ON (a) a, b, c FROM t",
                "SELECT DISTINCT ON (a) a, b, c FROM t ORDER BY a, b",
                "SELECT DISTINCT ON (d) c FROM t ORDER BY d, b",
                "SELECT t.a, r.v FROM t POSITIONAL JOIN r",
                "SELECT t.a, t.b, r.v FROM t ASOF JOIN r ON t.a = r.k AND t.b >= r.pos",
                "SELECT t.a, t.b, r.v FROM t ASOF LEFT JOIN r ON t.a = r.k AND t.b > r.pos",
                "SELECT a, (SELECT v FROM r WHERE r.k = t.a ORDER BY pos LIMIT 1) AS v FROM t",
                "WITH RECURSIVE w AS (SELECT 0 AS n, 'x' AS v UNION ALL SELECT n + 1, (SELECT v FROM r WHERE k = n LIMIT 1) FROM w "
                        + "WHERE n < 4) SELECT * FROM w",
                "SELECT a, sum(n) AS s FROM (SELECT a, row_number() OVER (ORDER BY b) AS n FROM t) GROUP BY a",
            })
    void givesTheSameRowsWhereOrderIsOpen(String sql) {
        BoundQuery normal = normal(sql);
        Canonical.Plan canonical = canonical(normal);

        assertThat(canonical.differences()).containsExactly(Difference.TIES);
        assertThat(answers(canonical.query())).as(written(canonical.query())).hasSize(1);
        assertThat(answers(normal)).as("without a canonical form, rows differ").hasSizeGreaterThan(1);
        assertThat(canonical(canonical.query()).query())
                .as("a canonical query is its own canonical form")
                .isSameAs(canonical.query());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, sum(g) AS s, count(*) AS n, min(c) AS m, max(f) AS x, count(DISTINCT b) AS d FROM t GROUP BY a",
                "SELECT a, rank() OVER (ORDER BY b) AS r, dense_rank() OVER (PARTITION BY a ORDER BY c) AS d, "
                        + "percent_rank() OVER (ORDER BY f) AS p, cume_dist() OVER (ORDER BY f) AS q FROM t",
                "SELECT a, sum(g) OVER (PARTITION BY a ORDER BY b) AS s, count(*) OVER () AS n FROM t",
                "SELECT f, sum(g) OVER (PARTITION BY a ORDER BY f RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW) AS s FROM t",
                "SELECT g, count(*) FILTER (b > 1) OVER (ORDER BY g DESC RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING) AS n FROM t",
                "SELECT a, sum(g) OVER (ORDER BY b GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM t",
                "SELECT a, sum(g) OVER (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS s FROM t",
                "SELECT a, median(g) AS m, quantile_disc(b, 0.5) AS q, histogram(c) AS h FROM t GROUP BY a",
                "SELECT b, row_number() OVER (PARTITION BY c ORDER BY b) AS n FROM (SELECT DISTINCT b, c FROM t) ",
                "SELECT b, c, row_number() OVER (PARTITION BY c ORDER BY b) AS n FROM (SELECT b, c FROM t)",
                "SELECT b, c FROM t ORDER BY c, b LIMIT 9",
                "SELECT * FROM t LIMIT 0",
                "SELECT DISTINCT a, b FROM t UNION SELECT k, pos FROM r",
                "SELECT a, v FROM t LEFT JOIN r ON a = k WHERE b > 1 ORDER BY a",
                "SELECT list(c ORDER BY b, c) AS l, list(DISTINCT c ORDER BY c) AS m, max(b, 3) AS x FROM t GROUP BY a",
                "WITH RECURSIVE w AS (SELECT 1 AS n UNION SELECT n + 1 FROM w WHERE n < 5) SELECT n FROM w",
                "SELECT a, now() > f AS past, unnest([a, b]) AS u FROM t",
            })
    void leavesQueriesAloneWhereOrderIsNot(String sql) {
        BoundQuery normal = normal(sql);
        Canonical.Plan canonical = canonical(normal);

        assertThat(canonical.query()).isSameAs(normal);
        assertThat(canonical.differences()).isEmpty();
        assertThat(answers(normal)).hasSize(1);
    }

    /** The other text spells out which of the right answers is given. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT b, arg_max(c, a) AS x FROM t GROUP BY b | SELECT b, arg_max(c, a ORDER BY c DESC) AS x FROM t GROUP BY b
            SELECT b, min_by(a, d) AS x FROM t GROUP BY b | SELECT b, min_by(a, d ORDER BY a) AS x FROM t GROUP BY b
            SELECT b, arg_max(d, a) AS x FROM t GROUP BY b | SELECT b, arg_max(d, a ORDER BY d DESC, signbit(d) DESC) AS x FROM t GROUP BY b
            SELECT c, arg_min(d, f) AS x FROM t GROUP BY c | SELECT c, arg_min(d, f ORDER BY d, signbit(d)) AS x FROM t GROUP BY c
            SELECT arg_max(c, a) AS x FROM t WHERE a IS NULL | SELECT arg_max(c, a ORDER BY c DESC) AS x FROM t WHERE a IS NULL
            SELECT b, last_value(d) OVER (PARTITION BY b ORDER BY a) AS x FROM t | SELECT b, last_value(d ORDER BY a, d, signbit(d)) OVER (PARTITION BY b ORDER BY a) AS x FROM t
            SELECT b, last_value(a) OVER (ORDER BY d DESC) AS x FROM t | SELECT b, last_value(a ORDER BY d DESC, a) OVER (ORDER BY d DESC) AS x FROM t
            SELECT b, last_value(a) OVER (ORDER BY f, c NULLS FIRST) AS x FROM t | SELECT b, last_value(a ORDER BY f, c NULLS FIRST, a) OVER (ORDER BY f, c NULLS FIRST) AS x FROM t
            SELECT b, last_value(a) OVER (PARTITION BY b) AS x FROM t | SELECT b, last_value(a ORDER BY a) OVER (PARTITION BY b) AS x FROM t
            SELECT b, last_value(a) OVER (PARTITION BY b ORDER BY f DESC GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS x FROM t \
            | SELECT b, last_value(a ORDER BY f DESC, a) OVER (PARTITION BY b) AS x FROM t
            """)
    void choosesOneOfTheRightValues(String open, String closed) {
        assertThat(runs(written(canonical(normal(open)).query()))).isEqualTo(runs(closed));
    }

    @Test
    void givesTheSameRowsOfManyWithSeveralThreads() {
        SESSION.execute(
                "CREATE OR REPLACE TABLE t AS SELECT a, b, c || j % 1000 AS c, d, e, f, g FROM t_rows, range(3000) s(j) "
                        + "ORDER BY hash(i + j)");
        for (String sql : List.of(
                "SELECT a, any_value(c) AS v, arg_max(c, b) AS x, md5(string_agg(c, '' ORDER BY f)) AS s FROM t GROUP BY a",
                "SELECT sum(n * length(c)) AS s FROM (SELECT c, row_number() OVER (PARTITION BY a ORDER BY b) AS n FROM t)",
                "SELECT DISTINCT ON (a, b) a, b, c FROM t ORDER BY f",
                "SELECT a, b, c FROM t ORDER BY b LIMIT 1000")) {
            assertThat(runs(written(canonical(normal(sql)).query()))).as(sql).hasSize(1);
        }
        shuffle(0);
    }

    private static BoundQuery normal(String sql) {
        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        Meaning meaning = READER.read(query, PlanQueries.inputs(SESSION, query));
        assertThat(meaning).isInstanceOf(Meaning.Understood.class);
        return Normalizer.normalize(((Meaning.Understood) meaning).query());
    }

    private static Canonical.Plan canonical(BoundQuery query) {
        Canonical canonical = CANONICALIZER.canonical(query);
        assertThat(canonical).isInstanceOf(Canonical.Plan.class);
        return (Canonical.Plan) canonical;
    }

    private static String written(BoundQuery query) {
        return QueryWriter.write(query, new DuckDialect());
    }

    /** What the query gives over the same rows in several orders, with one thread and with four. */
    private static Set<Object> answers(BoundQuery query) {
        String sql = written(query);
        Set<Object> answers = new HashSet<>();
        for (int i = 0; i < SHUFFLES; i++) {
            shuffle(i);
            answers.addAll(runs(sql));
        }
        return answers;
    }

    private static Set<Object> runs(String sql) {
        Set<Object> answers = new HashSet<>();
        List<Integer> threads = new ArrayList<>(List.of(1, 4));
        threads.forEach(count -> {
            SESSION.execute("SET threads = " + count);
            answers.add(PlanQueries.answer(SESSION, "SELECT COLUMNS(*)::VARCHAR FROM (" + sql + ")")
                    .bag());
        });
        return answers;
    }

    private static void shuffle(int seed) {
        for (String table : List.of("t", "r")) {
            SESSION.execute(
                    "CREATE OR REPLACE TABLE %1$s AS SELECT * EXCLUDE (i) FROM %1$s_rows ORDER BY hash(i + %2$d)"
                            .formatted(table, seed * 1_000_000));
        }
    }
}
