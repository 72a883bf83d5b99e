package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.sql.OpenOrder;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenOrdersTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void findsClausesThatTakeRowsFromAnOrder() {
        assertThat(found("FROM a ORDER BY x LIMIT 3")).containsExactly("LIMIT");
        assertThat(found("FROM a ORDER BY x OFFSET 3")).containsExactly("OFFSET");
        assertThat(found("SELECT (FROM b LIMIT 10%) FROM a")).containsExactly("LIMIT");
        assertThat(found("SELECT DISTINCT ON (x) y FROM a")).containsExactly("DISTINCT ON");
        assertThat(found("FROM a ASOF JOIN b ON a.t >= b.t")).containsExactly("ASOF JOIN");
        assertThat(found("FROM a POSITIONAL JOIN b")).containsExactly("POSITIONAL JOIN");
        assertThat(found("WITH RECURSIVE r(a, b) USING KEY (a) AS (SELECT 1, 2 UNION SELECT a, b + 1 FROM r) FROM r"))
                .containsExactly("USING KEY");
    }

    @Test
    void findsFunctionsThatFollowTheOrderOfRows() {
        assertThat(found("SELECT First(x), any_value(y), mode(z), arg_max(x, y) FROM a"))
                .containsExactly("first", "any_value", "mode", "arg_max");
        assertThat(found("SELECT string_agg(x, ','), list(x ORDER BY y) FROM a"))
                .containsExactly("string_agg", "list");
        assertThat(found("FROM (PIVOT a ON k IN (1, 2) USING last(x))")).containsExactly("last");
        assertThat(found("SELECT row_number() OVER (ORDER BY x), lag(x) OVER w FROM a WINDOW w AS (ORDER BY y)"))
                .containsExactly("row_number", "lag");
        assertThat(found("SELECT sum(x) OVER (ORDER BY y ROWS 2 PRECEDING) FROM a"))
                .containsExactly("a ROWS frame of sum");
        assertThat(found("SELECT ARRAY(SELECT x FROM b ORDER BY y) FROM a")).contains("array_agg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT x, sum(y), count(*), max(z) FROM a GROUP BY ALL ORDER BY x",
                "SELECT string_agg(x, ', ' ORDER BY x DESC), list(DISTINCT y ORDER BY y) FROM a",
                "SELECT rank() OVER (ORDER BY x), sum(x) OVER (ORDER BY x), max(y) OVER () FROM a",
                "SELECT count(*) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM a",
                "SELECT list_aggregate(l, 'first'), list_first(l), [x, y], quantile_cont(x, 0.5) FROM a GROUP BY ALL",
                "FROM a JOIN b USING (x) UNION FROM c",
            })
    void findsNothingWhereTheOrderOfRowsDoesNotMatter(String sql) {
        assertThat(found(sql)).isEmpty();
    }

    @Test
    void knowsThePlaces() {
        String sql = "SELECT first(x) FROM a LIMIT 3";

        assertThat(PARSER.parse(SqlText.of("model", sql)).openOrders())
                .extracting(open -> sql.substring(open.offset(), open.offset() + open.length()))
                .containsExactly("first(x)", "LIMIT");
    }

    private static List<String> found(String sql) {
        return PARSER.parse(SqlText.of("model", sql)).openOrders().stream()
                .map(OpenOrder::what)
                .toList();
    }
}
