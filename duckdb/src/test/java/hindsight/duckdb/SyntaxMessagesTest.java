package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.SourceText;
import hindsight.project.SqlText;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxMessagesTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void pointsAtTheWordAtFaultInTheFile() {
        String file = "/*---\nkey: [d]\n---*/\nSELECT 'ä😀', d\nFORM orders o";
        int start = file.indexOf("SELECT");
        String text = file.substring(start);
        SqlText sql = new SqlText(
                text,
                new SourceText("models/daily.sql", file),
                List.of(new SqlText.Piece(0, text.length(), start, text.length())));

        assertThat(message(sql)).isEqualTo("""
                models/daily.sql:5:6: Cannot parse the text: syntax error at or near "orders"
                  FORM orders o
                       ^^^^^^""");
    }

    @Test
    void pointsThroughVariables() {
        String file = "SELECT ${vat} x y";
        SqlText sql = new SqlText(
                "SELECT 0.2 x y",
                new SourceText("models/m.sql", file),
                List.of(new SqlText.Piece(0, 7, 0, 7), new SqlText.Piece(7, 3, 7, 6), new SqlText.Piece(10, 4, 13, 4)));

        assertThat(message(sql)).isEqualTo("""
                models/m.sql:1:17: Cannot parse the text: syntax error at or near "y"
                  SELECT ${vat} x y
                                  ^""");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(message("SELECT")).isEqualTo("""
                query:1:1: Cannot parse the text: SELECT clause without selection list
                  SELECT
                  ^^^^^^""");
        assertThat(message("")).isEqualTo("query:1:1: Cannot parse the text: there is no SELECT in it");
        assertThat(message(" -- nothing\n;")).isEqualTo("""
                        query:2:1: Cannot parse the text: it begins with a semicolon
                          ;
                          ^""");
        assertThat(message("SELECT 'a")).contains("query:1:8: ", "unterminated");
        assertThat(message("SELECT 1 /* x")).contains("unterminated");
    }

    @Test
    void refusesSeveralStatementsAtTheSecond() {
        assertThat(message("SELECT ';' AS a; ;\n  SELECT 2")).isEqualTo("""
                query:2:3: Cannot use several statements in one text: a second one begins here
                    SELECT 2
                    ^^^^^^""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    INSERT INTO t VALUES (1) | 1:1: Cannot use INSERT: a query only reads, rows are changed by load and apply
                    WITH a AS (SELECT 1) INSERT INTO t FROM a | 1:22: Cannot use INSERT: a query only reads, rows are changed by load and apply
                    WITH a AS (DELETE FROM t RETURNING *) FROM a | 1:12: Cannot use DELETE: a query only reads, rows are changed by load and apply
                    WITH a AS (INSERT INTO t VALUES (1) RETURNING *) FROM a | 1:12: Cannot use INSERT: a query only reads, rows are changed by load and apply
                    WITH a AS (UPDATE t SET x = 1 RETURNING *) FROM a | 1:12: Cannot use UPDATE: a query only reads, rows are changed by load and apply
                    SELECT (WITH a AS (DELETE FROM t RETURNING x) FROM a) | 1:20: Cannot use DELETE: a query only reads, rows are changed by load and apply
                    SELECT 1; DROP TABLE t | 1:11: Cannot use DROP: a query only reads, rows are changed by load and apply
                    CREATE TABLE x AS SELECT 1 | 1:1: Cannot use CREATE: a query only reads, rows are changed by load and apply
                    UPDATE t SET a = 1 | 1:1: Cannot use UPDATE: a query only reads, rows are changed by load and apply
                    DELETE FROM t | 1:1: Cannot use DELETE: a query only reads, rows are changed by load and apply
                    COPY t TO 'x.csv' | 1:1: Cannot use COPY: a query only reads, rows are changed by load and apply
                    ATTACH 'x.duckdb' | 1:1: Cannot use ATTACH: only a SELECT can be used
                    SET threads = 1 | 1:1: Cannot use SET: only a SELECT can be used
                    PRAGMA version | 1:1: Cannot use PRAGMA: only a SELECT can be used
                    INSTALL httpfs | 1:1: Cannot use INSTALL: only a SELECT can be used
                    LOAD httpfs | 1:1: Cannot use LOAD: only a SELECT can be used
                    CALL pragma_version() | 1:1: Cannot use CALL: only a SELECT can be used
                    EXPLAIN SELECT 1 | 1:1: Cannot use EXPLAIN: only a SELECT can be used
                    USE main | 1:1: Cannot use USE: only a SELECT can be used
                    BEGIN | 1:1: Cannot use BEGIN: only a SELECT can be used
                    VACUUM | 1:1: Cannot use VACUUM: only a SELECT can be used
                    CHECKPOINT | 1:1: Cannot use CHECKPOINT: only a SELECT can be used
                    DESCRIBE t | 1:1: Cannot use DESCRIBE: only a SELECT can be used
                    SUMMARIZE t | 1:1: Cannot use SUMMARIZE: only a SELECT can be used
                    SHOW TABLES | 1:1: Cannot use SHOW: only a SELECT can be used
                    FROM (DESCRIBE t) | 1:7: Cannot use DESCRIBE: only a SELECT can be used
                    SELECT $1 | 1:8: Cannot use a parameter: there is no value for it
                    SELECT a FROM t WHERE b = ? | 1:27: Cannot use a parameter: there is no value for it
                    TABLE t | 1:1: Cannot use TABLE: write FROM t
                    """)
    void refusesWhatIsNoSelectByName(String sql, String expected) {
        assertThat(message(sql).lines().findFirst().orElseThrow()).isEqualTo("query:" + expected);
    }

    @Test
    void saysHowToWriteAPivotWhoseColumnsAreKnown() {
        String expected = """
                Cannot use PIVOT without the values that become columns: the columns would depend on the rows
                  %s
                  %s^^^^^
                  List them: PIVOT t ON x IN ('a', 'b') USING sum(y).""";
        assertThat(message("PIVOT t ON x USING sum(y)"))
                .isEqualTo("query:1:1: " + expected.formatted("PIVOT t ON x USING sum(y)", ""));
        assertThat(message("FROM (PIVOT t ON x USING sum(y))"))
                .isEqualTo("query:1:7: " + expected.formatted("FROM (PIVOT t ON x USING sum(y))", " ".repeat(6)));
        assertThat(PARSER.parse(SqlText.of("query", "PIVOT t ON x IN ('a', 'b') USING sum(y)"))
                        .tables())
                .hasSize(1);
        assertThat(PARSER.parse(SqlText.of("query", "FROM (PIVOT t ON x IN ('a') USING sum(y) GROUP BY z)"))
                        .tables())
                .hasSize(1);
    }

    @Test
    void saysWhereAnAliasStandsBesideAt() {
        assertThat(message("FROM orders AT (VERSION => 12) o")).isEqualTo("""
                query:1:32: Cannot parse the text: syntax error at or near "o"
                  FROM orders AT (VERSION => 12) o
                                                 ^
                  An alias stands before AT: FROM orders o AT (VERSION => 12).""");
        assertThat(message("FROM orders AT (VERSION => 12) AS o")).contains("An alias stands before AT");
    }

    @Test
    void saysThatTemplatesAreNotExpanded() {
        assertThat(message("SELECT * FROM {{ ref('orders') }}")).contains("Templates are not expanded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    VERSION => 1 + 2 | it must be written out, not computed
                    TIMESTAMP => now() | it must be written out, not computed
                    VERSION => head | it must be written out, not computed
                    VERSION => NULL | it must be written out, not computed
                    VERSION => -1 | it is neither a seq nor a moment nor a tag
                    VERSION => 1.5 | it is neither a seq nor a moment nor a tag
                    VERSION => 99999999999999999999 | it is neither a seq nor a moment nor a tag
                    TIMESTAMP => '2025-02-30' | there is no such moment
                    TIMESTAMP => 'closing' | 'closing' is not a moment
                    TIMESTAMP => 12 | '12' is not a moment
                    VERSION => '' | it is empty
                    """)
    void refusesPositionsThatAreNone(String clause, String reason) {
        String sql = "FROM orders o AT (" + clause + ")";
        assertThat(message(sql))
                .startsWith("query:1:6: Cannot read orders at that position: " + reason + "\n")
                .contains("AT (VERSION => 12)");
    }

    @Test
    void refusesAtOnAWithQuery() {
        assertThat(message("WITH a AS (SELECT 1) FROM a AT (VERSION => 3)")).isEqualTo("""
                query:1:27: Cannot use a AT a position: it is a WITH query, not a table
                  WITH a AS (SELECT 1) FROM a AT (VERSION => 3)
                                            ^^^^^^^^^^^^^^^^^^^""");
    }

    private static String message(String sql) {
        return message(SqlText.of("query", sql));
    }

    private static String message(SqlText sql) {
        return catchThrowableOfType(InvalidException.class, () -> PARSER.parse(sql)).problems().stream()
                .map(Problem::render)
                .collect(Collectors.joining("\n"));
    }
}
