package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.time.Position;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DuckParserTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneId.of("Europe/Berlin"));

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void findsTablesInEveryPlaceWhereOneCanStand() {
        assertThat(tables("SELECT * FROM a JOIN b USING (x), c LEFT JOIN LATERAL (SELECT * FROM d) ON true"))
                .containsExactly("a", "b", "c", "d");
        assertThat(tables("SELECT (SELECT max(x) FROM e), EXISTS (FROM f) FROM g WHERE x IN (SELECT x FROM h)"))
                .containsExactly("e", "f", "g", "h");
        assertThat(tables("FROM a UNION ALL (FROM b EXCEPT FROM c)")).containsExactly("a", "b", "c");
        assertThat(tables("FROM (PIVOT a ON x IN (1, 2) USING sum(y)), (UNPIVOT b ON x, y INTO NAME k VALUE v)"))
                .containsExactly("a", "b");
        assertThat(tables("FROM a ASOF JOIN b ON a.t >= b.t POSITIONAL JOIN c SEMI JOIN d USING (x)"))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void keepsNamesAsWrittenWithTheirParts() {
        List<TableReference> tables =
                parse("FROM \"My Table\", s.T, w.main.\"a.b\" x").tables();

        assertThat(tables)
                .extracting(TableReference::path)
                .containsExactly(List.of("My Table"), List.of("s", "T"), List.of("w", "main", "a.b"));
        assertThat(tables).extracting(TableReference::alias).containsExactly("My Table", "T", "x");
    }

    @Test
    void leavesOutWithQueries() {
        assertThat(tables("WITH a AS (FROM t), b AS (FROM a) SELECT * FROM b, A, c"))
                .containsExactly("t", "c");
        assertThat(tables("WITH a AS (FROM t) SELECT * FROM (WITH b AS (FROM a) FROM b), b"))
                .containsExactly("t", "b");
        assertThat(tables("SELECT (WITH a AS (SELECT 1 AS x) SELECT x FROM a) FROM a"))
                .containsExactly("a");
        assertThat(tables("FROM a UNION ALL (WITH a AS (SELECT 1) FROM a) UNION ALL FROM a"))
                .containsExactly("a", "a");
        assertThat(tables("WITH a AS (SELECT 1) FROM main.a")).containsExactly("main.a");
    }

    @Test
    void takesAWithQueryOfATablesNameForItsWrapper() {
        assertThat(tables("WITH orders AS (SELECT * FROM orders WHERE x) SELECT * FROM orders"))
                .containsExactly("orders");
        assertThat(tables("WITH b AS (FROM c), c AS (SELECT 1) FROM b")).containsExactly("c");
    }

    @Test
    void seesARecursionInItsSecondHalfOnly() {
        assertThat(tables("WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 3) FROM t"))
                .isEmpty();
        assertThat(tables("WITH RECURSIVE t AS (SELECT n FROM t UNION ALL SELECT n + 1 FROM t WHERE n < 3) FROM t"))
                .containsExactly("t");
        assertThat(
                        tables(
                                "WITH RECURSIVE t(n) USING KEY (n) AS (SELECT 1 UNION SELECT n + 1 FROM recurring.t WHERE n < 3) FROM t"))
                .isEmpty();
    }

    @Test
    void readsPositionsOfAtClauses() {
        assertThat(at("VERSION => 12")).isEqualTo(new Position.Version(12));
        assertThat(at("VERSION => 'closing'")).isEqualTo(new Position.Tag("closing"));
        assertThat(at("VERSION => 'head'")).isEqualTo(new Position.Head());
        Position afternoon = new Position.Moment(Instant.parse("2025-03-05T13:00:00Z"));
        assertThat(at("TIMESTAMP => '2025-03-05 14:00'")).isEqualTo(afternoon);
        assertThat(at("TIMESTAMP => TIMESTAMP '2025-03-05 14:00:00'")).isEqualTo(afternoon);
        assertThat(at("TIMESTAMP => '2025-03-05 13:00:00+00'::timestamptz")).isEqualTo(afternoon);
        assertThat(at("TIMESTAMP => DATE '2025-03-05'"))
                .isEqualTo(new Position.Moment(Instant.parse("2025-03-04T23:00:00Z")));
    }

    @Test
    void countsPlacesInCharactersWhateverStandsBefore() {
        String sql = "SELECT 'ä😀€' AS x FROM orders o AT (VERSION => 3), täble";
        List<TableReference> tables = parse(sql).tables();

        assertThat(tables)
                .extracting(t -> sql.substring(t.offset(), t.offset() + t.length()))
                .containsExactly("orders o AT (VERSION => 3)", "täble");
    }

    @Test
    void tellsFilesFromTables() {
        assertThat(parse("FROM 'x', \"y.csv\", 'z.parquet' p, orders").tables())
                .extracting(TableReference::file)
                .containsExactly(true, true, true, false);
    }

    @Test
    void tellsWhatFunctionsDependOn() {
        assertThat(kinds("SELECT current_date, today(), age(d), age(d, e) FROM t"))
                .containsExactly("current_date DATE", "today DATE", "age DATE", "age PURE");
        assertThat(kinds("SELECT Now(), LocalTimestamp, x + y, \"current_time\""))
                .containsExactly("now CLOCK", "localtimestamp CLOCK", "current_time CLOCK");
        assertThat(
                        kinds(
                                "SELECT list_transform(l, lambda x: random() * x), getvariable('a') OVER () FROM t USING SAMPLE 3"))
                .containsExactlyInAnyOrder(
                        "list_transform PURE", "random VOLATILE", "getvariable OUTSIDE", "using sample VOLATILE");
        assertThat(kinds("FROM range(3), duckdb_tables(), read_csv('a.csv') TABLESAMPLE 10%"))
                .containsExactlyInAnyOrder(
                        "range PURE", "duckdb_tables OUTSIDE", "read_csv FILE", "tablesample VOLATILE");
        assertThat(kinds("SELECT list_aggr(l, 'reservoir_quantile', 0.5) FROM t"))
                .containsExactly("list_aggr PURE", "reservoir_quantile VOLATILE");
    }

    @Test
    void fingerprintsWhatIsSaidAndNotHow() {
        String fingerprint = parse("SELECT o.d, sum(amt) AS Tax FROM orders o WHERE amt > 1 GROUP BY d")
                .fingerprint();

        assertThat(parse("select  O.D,\n SUM(Amt) as Tax -- tax\n from Orders O where (amt > 1) group /* by */ by d;")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(parse("SELECT o.d, sum(amt) AS tax FROM orders o WHERE amt > 1 GROUP BY d")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(parse("SELECT o.d, sum(amt) AS Tax FROM orders o WHERE amt > 2 GROUP BY d")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(parse("SELECT 'A'").fingerprint())
                .isNotEqualTo(parse("SELECT 'a'").fingerprint());
    }

    private static List<String> tables(String sql) {
        return parse(sql).tables().stream().map(TableReference::fullName).toList();
    }

    private static List<String> kinds(String sql) {
        return parse(sql).functions().stream()
                .map(use -> use.name() + " " + use.kind())
                .toList();
    }

    private static Position at(String clause) {
        return parse("FROM t AT (" + clause + ")").tables().get(0).at().orElseThrow();
    }

    private static ParsedQuery parse(String sql) {
        return PARSER.parse(SqlText.of("query", sql));
    }
}
