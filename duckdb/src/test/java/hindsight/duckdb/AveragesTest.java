package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.testkit.Seed;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages of exact numbers, which the canonical form makes quotients. */
class AveragesTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Canonicalizer CANONICALIZER =
            new Canonicalizer(new FunctionKinds(SESSION), RowKeys.UNKNOWN, InexactInputs.NONE, Options.USUAL);
    private static final Random RANDOM = Seed.random(AveragesTest.class);

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TINYINT",
                "USMALLINT",
                "INTEGER",
                "UINTEGER",
                "BIGINT",
                "UBIGINT",
                "HUGEINT",
                "DECIMAL(4,1)",
                "DECIMAL(9,2)",
                "DECIMAL(18,0)",
                "DECIMAL(18,6)",
                "DECIMAL(38,4)",
                "DECIMAL(38,12)"
            })
    void isNearTheEnginesAndTheSameBesideEverything(String type) {
        for (int run = 0; run < 3; run++) {
            fill(type);
            for (String average : List.of("avg(x)", "avg(DISTINCT x)", "mean(x) FILTER (WHERE h = 1)")) {
                String alone = written("SELECT g, " + average + " AS a FROM t GROUP BY g");
                String beside = written("SELECT g, " + average
                        + " AS a, sum(x) AS s, count(*) AS n, max(x) FILTER (WHERE h = 2) AS m " + "FROM t GROUP BY g");
                String kept = written("SELECT g, " + average + " AS a FROM t WHERE g IS NOT NULL GROUP BY ROLLUP (g)");

                assertThat(alone).doesNotContain("avg(", "mean(");
                assertThat(rows("SELECT g, a FROM (" + beside + ")")).isEqualTo(rows(alone));
                assertThat(rows("FROM (" + kept + ") WHERE g IS NOT NULL")).isEqualTo(rows(alone));
                assertThat(rows("SELECT e.g FROM (SELECT g, " + average + " AS a FROM t GROUP BY g) e JOIN (" + alone
                                + ") q ON e.g = q.g "
                                + "WHERE abs(e.a - q.a) > 1e-15 * abs(e.a) OR (e.a IS NULL) <> (q.a IS NULL)"))
                        .as(average + " of " + type)
                        .isEmpty();
            }
            PlanQueries.assertSame(
                    SESSION, "SELECT avg(x) AS a FROM t WHERE g < 0", written("SELECT avg(x) AS a FROM t WHERE g < 0"));
        }
    }

    /** When this fails, the engine has one way of dividing: averages need no other form than its own. */
    @Test
    void theEnginesOwnLastBitDependsOnWhatStandsBeside() {
        fill("DECIMAL(18,6)");

        assertThat(rows("SELECT g, avg(x) AS a FROM t GROUP BY g"))
                .isNotEqualTo(
                        rows(
                                "SELECT g, a FROM (SELECT g, avg(x) AS a, sum(x) AS s FROM t GROUP BY g) WHERE s = s OR s IS NULL"));
    }

    @Test
    void staysWhereItIsNoQuotientOfExactNumbers() {
        fill("BIGINT");
        for (String sql : List.of(
                "SELECT avg(x) OVER (PARTITION BY g) AS a FROM t",
                "SELECT g, avg(x::DOUBLE) AS a FROM t GROUP BY g",
                "SELECT g, avg(d) AS a FROM (SELECT g, TIMESTAMP '2025-01-01' + INTERVAL (g) DAY AS d FROM t) GROUP BY g")) {
            assertThat(written(sql)).contains("avg(");
        }
    }

    /** Values as the engine writes them, with all their digits. */
    private static Map<List<Object>, Integer> rows(String sql) {
        return PlanQueries.answer(SESSION, "SELECT COLUMNS(*)::VARCHAR FROM (" + sql + ")")
                .bag();
    }

    /** Values over all that the type holds, and NULLs. */
    private static void fill(String type) {
        int salt = RANDOM.nextInt(1_000_000);
        String random = "hash(i + " + salt + ")";
        String number = switch (type) {
            case "TINYINT" -> random + " % 127";
            case "USMALLINT" -> random + " % 65535";
            case "INTEGER" -> "(" + random + " % 4294967295)::BIGINT - 2147483647";
            case "UINTEGER" -> random + " % 4294967295";
            case "HUGEINT" -> "(" + random + " >> 1)::HUGEINT * 10007";
            case "BIGINT" -> "(" + random + " >> 1)::BIGINT - (hash(i) >> 1)::BIGINT";
            case "UBIGINT" -> random;
            default -> "(" + random + " >> 1)::DECIMAL(38,0) / 10 ^ (" + random + " % 19)";
        };
        SESSION.execute("CREATE OR REPLACE TABLE t AS SELECT (hash(i) % 40)::INTEGER AS g, (i % 3)::INTEGER AS h, "
                + "CASE WHEN hash(i + 7) % 11 > 0 THEN TRY_CAST(" + number + " AS " + type + ") END AS x FROM range("
                + (500 + RANDOM.nextInt(3000)) + ") q(i)");
        assertThat(SESSION.<Long>one("SELECT count(x) FROM t", row -> row.getLong(1)))
                .isPositive();
    }

    private static String written(String sql) {
        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        Meaning.Understood meaning = (Meaning.Understood) READER.read(query, PlanQueries.inputs(SESSION, query));
        BoundQuery normal = Normalizer.normalize(meaning.query());
        Canonical.Plan plan = (Canonical.Plan) CANONICALIZER.canonical(normal);
        return QueryWriter.write(plan.query(), new DuckDialect());
    }
}
