package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.Problem;
import hindsight.project.SqlText;
import hindsight.sql.Safety;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetyTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void refusesChanceInModelsWithThePlaceAndAWayOut() {
        assertThat(text(Safety.PROJECT, "SELECT\n  uuid() AS id,\n  random() AS r FROM t USING SAMPLE 3 ROWS"))
                .isEqualTo("""
                query:2:3: Cannot use uuid: it would give another result each time
                    uuid() AS id,
                    ^^^^^^
                  Make it from columns that name the row, as in md5(concat_ws('-', a, b)).
                query:3:3: Cannot use random: it would give another result each time
                    random() AS r FROM t USING SAMPLE 3 ROWS
                    ^^^^^^^^
                query:3:24: Cannot use USING SAMPLE: it would give another result each time
                    random() AS r FROM t USING SAMPLE 3 ROWS
                                         ^^^^^^^^^^^^""");
        assertThat(text(Safety.PROJECT, "FROM t TABLESAMPLE 10%")).isEqualTo("""
                query:1:6: Cannot use TABLESAMPLE: it would give another result each time
                  FROM t TABLESAMPLE 10%
                       ^^^^^^^^^^^^^^^^^""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT getenv('HOME')",
                "SELECT current_setting('TimeZone')",
                "SELECT getvariable('x')",
                "SELECT nextval('s')",
                "SELECT sleep_ms(10)",
                "SELECT write_log('x')",
                "SELECT version()",
                "SELECT pg_sleep(1)",
                "SELECT setseed(0.5)",
                "SELECT current_user()",
                "SELECT txid_current()",
                "SELECT pg_catalog.current_query()",
                "SELECT current_schemas(true)",
                "FROM query('SELECT 1')",
                "FROM query_table('t')",
                "FROM duckdb_settings()",
                "FROM pragma_version()",
                "FROM read_duckdb('x.db')",
                "FROM json_execute_serialized_sql('')",
                "FROM enable_logging()",
                "FROM checkpoint()",
                "FROM histogram('t', x)",
                "SELECT json_serialize_plan('SELECT 1')",
                "FROM which_secret('x', 'y')",
                "SELECT list_transform(l, lambda x: getenv(x)) FROM t",
                "SELECT x FROM t ORDER BY getenv('a')",
                "SELECT sum(x) OVER (PARTITION BY getenv('a')) FROM t",
                "WITH a AS (SELECT version()) FROM a",
                "SELECT list_aggr(l, lower('SUM')) FROM t",
                "SELECT main.now()",
                "SELECT d.age() FROM t"
            })
    void refusesWhatReachesBeyondTheDataEverywhere(String sql) {
        assertThat(problems(Safety.PROJECT, sql)).hasSize(1);
        assertThat(problems(Safety.QUERY, sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM read_csv('a.csv')", "FROM read_parquet(['a.parquet'])", "FROM read_json_auto('a.json')",
                        "FROM glob('*')",
                "FROM read_text('a')", "SELECT random()", "SELECT gen_random_uuid()",
                        "SELECT approx_quantile(x, 0.5) FROM t",
                "FROM t TABLESAMPLE 10%", "SELECT list_aggr(l, 'reservoir_quantile', 0.5) FROM t"
            })
    void allowsFilesAndChanceInQueriesOnly(String sql) {
        assertThat(problems(Safety.PROJECT, sql)).hasSize(1);
        assertThat(problems(Safety.QUERY, sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT current_date, now(), age(d), localtimestamp FROM t",
                "FROM range(3), generate_series(1, 2), unnest([1])",
                "SELECT unnest(l), json_extract(j, '$.a'), regexp_matches(x, 'a'), x LIKE 'a' FROM t, json_each(j)",
                "SELECT x.upper(), error('no'), hash(x), 'getenv()' AS s FROM t",
                "SELECT summ(x) FROM rangee(3)",
                "SELECT quantile_cont(x, 0.5), approx_count_distinct(x), first(x ORDER BY y) FROM t"
            })
    void allowsWhatDependsOnDataAndTheCommitsClock(String sql) {
        assertThat(problems(Safety.PROJECT, sql)).isEmpty();
        assertThat(problems(Safety.QUERY, sql)).isEmpty();
    }

    @Test
    void refusesDatabasesAsFiles() {
        assertThat(problems(Safety.QUERY, "FROM 'other.duckdb'")).hasSize(1);
        assertThat(problems(Safety.QUERY, "FROM 'a.csv', b.parquet")).isEmpty();
    }

    private static String text(Safety safety, String sql) {
        return problems(safety, sql).stream().map(Problem::render).collect(Collectors.joining("\n"));
    }

    private static List<Problem> problems(Safety safety, String sql) {
        return safety.problems(PARSER.parse(SqlText.of("query", sql)));
    }
}
