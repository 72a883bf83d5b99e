package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.Exactness;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.OrderUse;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of floating values, as they come and in one order. */
class OrderedFloatsTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final FunctionKinds FUNCTIONS = new FunctionKinds(SESSION);
    private static final Canonicalizer ORDERING = new Canonicalizer(
            FUNCTIONS,
            RowKeys.UNKNOWN,
            InexactInputs.NONE,
            new Options(Options.Averages.QUOTIENTS, Options.Floats.ORDERED));

    @BeforeAll
    static void tables() {
        SESSION.execute("CREATE TABLE t_rows AS SELECT i, (hash(i) % 5)::INTEGER AS g, "
                + "CASE WHEN i % 97 > 0 THEN (hash(i + 7) % 100000)::DOUBLE / 7 * (CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END) END AS x, "
                + "(hash(i + 9) % 1000)::FLOAT / 3 AS y FROM range(150000) q(i)");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT sum(x) AS s, avg(x) AS a FROM t",
                "SELECT g, sum(x) AS s, avg(y) AS a, sum(DISTINCT x) AS d, sum(x) FILTER (WHERE y > 10) AS f FROM t GROUP BY g",
                "SELECT g, s, count(*) AS n FROM (SELECT g, sum(x) OVER (PARTITION BY g) AS s FROM t) GROUP BY g, s",
                "SELECT g, stddev(x) AS s, var_pop(y) AS v, kurtosis(x) AS k, corr(x, y) AS c, fsum(x) AS f FROM t GROUP BY ROLLUP (g)",
            })
    void areReproducibleInOneOrder(String sql) {
        BoundQuery normal = normal(sql);
        BoundQuery ordered = ((Canonical.Plan) ORDERING.canonical(normal)).query();

        assertThat(exactness(normal)).isFalse();
        assertThat(exactness(ordered)).isTrue();
        assertThat(answers(normal)).as("as they come").hasSizeGreaterThan(1);
        assertThat(answers(ordered)).as("in one order").hasSize(1);
    }

    @Test
    void areNearTheEngines() {
        shuffle(0);
        String ordered = QueryWriter.write(
                ((Canonical.Plan) ORDERING.canonical(normal("SELECT g, sum(x) AS s, avg(y) AS a FROM t GROUP BY g")))
                        .query(),
                new DuckDialect());

        assertThat(rows("SELECT e.g FROM (SELECT g, sum(x) AS s, avg(y) AS a FROM t GROUP BY g) e JOIN (" + ordered
                        + ") q ON e.g = q.g WHERE abs(e.s - q.s) > 1e-6 OR abs(e.a - q.a) > 1e-9"))
                .isEmpty();
    }

    @Test
    void keepsInfinitiesAndNulls() {
        SESSION.execute(
                "CREATE OR REPLACE TABLE t AS SELECT g, x::DOUBLE AS x FROM (VALUES (1, 'inf'), (1, '1'), (1, 'inf'), "
                        + "(2, 'inf'), (2, '-inf'), (3, NULL), (4, NULL), (4, '2'), (5, 'nan'), (5, '1')) v(g, x)");
        String sql = "SELECT g, sum(x) AS s, avg(x) AS a FROM t GROUP BY g";

        assertThat(rows(QueryWriter.write(
                        ((Canonical.Plan) ORDERING.canonical(normal(sql))).query(), new DuckDialect())))
                .isEqualTo(rows(sql));
    }

    /** The engine drops the ORDER BY of an aggregate that it believes not to depend on it. */
    @Test
    void theEngineOrdersWhatTheListSays() {
        Map<OrderUse, String> functions = Map.of(
                OrderUse.FLOATS,
                "sum(x) avg(x) mean(x) favg(x) fsum(x) kahan_sum(x) kurtosis(x) kurtosis_pop(x) product(z) sem(x) skewness(x) stddev(x) stddev_pop(x) "
                        + "stddev_samp(x) sumkahan(x) var_pop(x) var_samp(x) variance(x) corr(x,y) covar_pop(x,y) covar_samp(x,y) "
                        + "regr_avgx(x,y) regr_avgy(x,y) regr_intercept(x,y) regr_r2(x,y) regr_slope(x,y) regr_sxx(x,y) "
                        + "regr_sxy(x,y) regr_syy(x,y)",
                OrderUse.RESULT,
                "lttb(x,y,3) list(x)",
                OrderUse.NOTHING,
                "max(x) count(x) median(x)");
        functions.forEach((use, calls) -> {
            for (String call : calls.split(" ")) {
                String plan = SESSION.one(
                        "EXPLAIN SELECT " + call.replace(")", " ORDER BY w)")
                                + " FROM (VALUES (1.5::DOUBLE, 2.5::DOUBLE, 1e0, 7)) t(x, y, z, w)",
                        row -> row.getString(2));
                boolean kept = Pattern.compile("\\bcol3\\b").matcher(plan).find();
                assertThat(FUNCTIONS.order(call.substring(0, call.indexOf('('))))
                        .as(call)
                        .isEqualTo(use);
                assertThat(kept).as(call + "\n" + plan).isEqualTo(use != OrderUse.NOTHING);
            }
        });
    }

    private static boolean exactness(BoundQuery query) {
        return new Exactness(query.relation(), FUNCTIONS, RowKeys.UNKNOWN, InexactInputs.NONE)
                .of(query.relation())
                .isExact();
    }

    private static BoundQuery normal(String sql) {
        if (SESSION.list("FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 't'", row -> 1)
                .isEmpty()) {
            shuffle(0);
        }
        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        Meaning.Understood meaning = (Meaning.Understood) READER.read(query, PlanQueries.inputs(SESSION, query));
        return Normalizer.normalize(meaning.query());
    }

    private static Set<Object> answers(BoundQuery query) {
        String sql = QueryWriter.write(query, new DuckDialect());
        Set<Object> answers = new HashSet<>();
        IntStream.range(0, 2).forEach(seed -> {
            shuffle(seed);
            for (int threads : List.of(1, 4)) {
                SESSION.execute("SET threads = " + threads);
                answers.add(rows(sql));
            }
        });
        return answers;
    }

    private static Map<List<Object>, Integer> rows(String sql) {
        return PlanQueries.answer(SESSION, "SELECT COLUMNS(*)::VARCHAR FROM (" + sql + ")")
                .bag();
    }

    private static void shuffle(int seed) {
        SESSION.execute(
                "CREATE OR REPLACE TABLE t AS SELECT g, x, y FROM t_rows ORDER BY hash(i + " + seed * 1_000_000 + ")");
    }
}
