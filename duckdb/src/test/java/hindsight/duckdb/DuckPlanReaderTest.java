package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DuckPlanReaderTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Map<String, Schema> INPUTS = Map.of(
            "Numbers",
            Schema.of(
                    new Column("n", DataType.INTEGER),
                    new Column("day", DataType.DATE),
                    new Column("list", new DataType("INTEGER[]"))));

    @BeforeAll
    static void table() {
        SESSION.execute("CREATE TABLE numbers AS SELECT i::INTEGER AS n, DATE '2025-01-01' + i::INTEGER AS day, "
                + "[i::INTEGER, 7] AS list FROM range(5) t(i)");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void namesTablesAsTheInputsDo() {
        assertThat(Traversal.upward(understood("SELECT n FROM NUMBERS").relation()))
                .filteredOn(Relation.Scan.class::isInstance)
                .containsExactly(new Relation.Scan("Numbers", List.of(new Column("n", DataType.INTEGER))));
    }

    @Test
    void sharesWhatTheQuerySaysOnce() {
        BoundQuery query =
                understood("WITH a AS (SELECT n FROM numbers WHERE n > 1) SELECT * FROM a x JOIN a y ON x.n < y.n");

        assertThat(Traversal.uses(query.relation()).values()).contains(2);
        assertThat(QueryWriter.write(query, new DuckDialect())).containsOnlyOnce("FROM \"Numbers\"");
    }

    @Test
    void givesParametersOfLambdasInTheirOrder() {
        assertSame("SELECT list_transform(list, lambda x, i: x * 10 + i + n) FROM numbers");
        assertSame("SELECT list_reduce(list, lambda a, b: a * 10 + b) FROM numbers");
        assertSame("SELECT list_reduce(list, lambda a, b: a * 10 + b + n, n) FROM numbers");
        assertSame("SELECT list_reduce(list, lambda a, b, i: a + b * i + len(list), 5) FROM numbers");
        assertSame(
                "SELECT list_transform(list, lambda x: list_reduce([1, 2], lambda a, b: a + b + x + n, x)) FROM numbers");
        assertSame("SELECT list_transform([list], lambda l: list_transform(l, lambda x: x + len(l) + n)) FROM numbers");
    }

    @Test
    void keepsTheErrorOfScalarSubqueriesWithSeveralRows() {
        String one = "SELECT (SELECT n FROM numbers m WHERE m.n = numbers.n) FROM numbers";
        assertSame(one);
        for (String several : List.of(
                "SELECT (SELECT n FROM numbers)", "SELECT (SELECT n FROM numbers m WHERE m.n < o.n) FROM numbers o")) {
            String written = QueryWriter.write(Normalizer.normalize(understood(several)), new DuckDialect());
            assertThatThrownBy(() -> PlanQueries.answer(SESSION, written))
                    .as(written)
                    .hasMessageContaining("More than one row");
        }
    }

    @Test
    void keepsSubqueriesThatMayGiveNull() {
        for (String sql : List.of(
                "SELECT n, n IN (SELECT nullif(n, 2) FROM numbers) FROM numbers",
                "SELECT n, n NOT IN (SELECT nullif(n, 2) FROM numbers WHERE n < 3) FROM numbers",
                "SELECT n, (n, 1) IN (SELECT nullif(n, 2), 1 FROM numbers WHERE n < 3) FROM numbers",
                "SELECT n, n > ALL (SELECT nullif(n, 2) FROM numbers WHERE n < 3) FROM numbers",
                "SELECT n, n <= ANY (SELECT nullif(m.n, 2) FROM numbers m WHERE m.n < o.n) FROM numbers o",
                "SELECT n, EXISTS (SELECT 1 FROM numbers m WHERE m.n = nullif(o.n, 2)) FROM numbers o",
                "SELECT n FROM numbers o WHERE NOT EXISTS (SELECT 1 FROM numbers m WHERE m.n = nullif(o.n, 2) + 1)",
                "SELECT n, (SELECT count(*) FROM numbers m WHERE m.n = nullif(o.n, 2) + 1) FROM numbers o")) {
            assertSame(sql);
        }
    }

    @Test
    void refusesRowNumbers() {
        for (String sql : List.of("SELECT rowid FROM numbers", "SELECT o.RowId AS n FROM numbers o")) {
            assertThatExceptionOfType(InvalidException.class)
                    .as(sql)
                    .isThrownBy(() -> read(sql))
                    .withMessageContaining("Cannot use rowid: it tells where a row is stored");
        }
        assertSame("SELECT n AS rowid FROM numbers");
        assertSame("SELECT rowid + 1 AS r FROM (SELECT n AS rowid FROM numbers) ORDER BY rowid");
    }

    @Test
    void readsConstantsOfManyTypes() {
        for (String value : List.of(
                "{'a': 1, 'b': [{'key': DATE '2024-01-01', 'c': NULL::VARCHAR}]}",
                "[1, 2]::INTEGER[2]",
                "MAP {'a': 1, 'b': NULL}",
                "MAP {}::MAP(VARCHAR, INTEGER)",
                "JSON '{\"a\": [1]}'",
                "TIME '12:00:00.5'",
                "[]::INTEGER[]",
                "[[], [1]]::INTEGER[][]",
                "(1, 'x')")) {
            assertSame("SELECT n, list_contains([" + value + "], " + value + ") AS x FROM numbers");
        }
        assertSame("SELECT * FROM unnest([]::INTEGER[]) t(i)");
        assertSame("SELECT unnest({'a': 42, 'key': 88})");
    }

    @Test
    void readsListsOfNothing() {
        assertSame(
                "SELECT n, n IN (), n NOT IN (), NULL IN (), 'a' IN (), (n, 1) IN () FROM numbers WHERE n NOT IN ()");
    }

    @Test
    void keepsWhatOuterJoinsPad() {
        for (String sql : List.of(
                "SELECT a.n, b.one FROM numbers a LEFT JOIN (SELECT n, 1 AS one FROM numbers WHERE n > 2) b ON a.n = b.n",
                "SELECT a.n, b.n FROM (FROM numbers WHERE n < 3) a RIGHT JOIN (FROM numbers WHERE n > 1) b ON a.n = b.n",
                "SELECT a.n, b.n FROM (FROM numbers WHERE n < 3) a FULL JOIN (FROM numbers WHERE n > 1) b ON a.n = b.n",
                "SELECT a.n, b.n, c.n FROM numbers a LEFT JOIN (numbers b JOIN numbers c ON b.n = c.n + 1) ON a.n = b.n")) {
            assertSame(sql);
        }
    }

    @Test
    void takesNumbersThatAreGroupedOrSortedByForValues() {
        assertSame("SELECT count(*) FROM (SELECT 2 AS x, n FROM numbers) GROUP BY x");
        assertSame("SELECT n FROM (SELECT 2 AS x, n FROM numbers) ORDER BY x, n DESC");
        assertSame("SELECT 1 FROM (SELECT count(*) FROM numbers WHERE n > 100)");
    }

    /** The engine compares in the type of the offset; written again, the order has its own, so that it does the same again. */
    @Test
    void measuresRangesInTheTypeOfTheOrder() {
        for (String order : List.of(
                "day RANGE BETWEEN INTERVAL 2 DAYS PRECEDING AND CURRENT ROW",
                "day DESC RANGE BETWEEN INTERVAL (n) DAY PRECEDING AND 1 FOLLOWING",
                "n::SMALLINT RANGE BETWEEN 1 PRECEDING AND 100000 FOLLOWING",
                "n::DECIMAL(9,2) RANGE BETWEEN 1.5 PRECEDING AND n FOLLOWING",
                "n::DOUBLE DESC RANGE BETWEEN 1 PRECEDING AND 2.5 FOLLOWING EXCLUDE CURRENT ROW",
                "to_days(n) RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW")) {
            assertSame("SELECT n, list(n ORDER BY n) OVER (ORDER BY " + order + ") FROM numbers");
        }
        assertThat(QueryWriter.write(
                        understood(
                                "SELECT sum(n) OVER (ORDER BY day RANGE INTERVAL 2 DAYS PRECEDING) AS s FROM numbers"),
                        new DuckDialect()))
                .contains("ORDER BY \"Numbers\".day NULLS LAST RANGE");
    }

    /** Before the rules, the text has a shape that the engine's optimizer cannot take: "inequal types (BIGINT != INTEGER)". */
    @Test
    void countsForEachRow() {
        for (String series : List.of(
                "range(n)",
                "range(n, 4)",
                "generate_series(4, n, -2)",
                "range(day, DATE '2025-01-04', INTERVAL 1 DAY)")) {
            for (String sql : List.of(
                    "SELECT numbers.*, i FROM numbers, " + series + " r(i)",
                    "SELECT numbers.*, i FROM (FROM numbers UNION ALL FROM numbers) numbers, " + series + " r(i)",
                    "SELECT numbers.*, i FROM numbers LEFT JOIN " + series + " r(i) ON i::VARCHAR > '1'")) {
                PlanQueries.assertSame(
                        SESSION, sql, QueryWriter.write(Normalizer.normalize(understood(sql)), new DuckDialect()));
            }
        }
    }

    @Test
    void knowsTheKeywordsThatTheEngineQuotes() {
        assertThat(Keywords.all())
                .containsExactlyInAnyOrderElementsOf(
                        SESSION.list("SELECT DISTINCT keyword_name FROM duckdb_keywords()", row -> row.getString(1)));
        assertSame("SELECT {'key': n, 'Order': day, 'by': 1, 'x': {'value': n, 'Ü': 2, 'Plain': 3}} AS s FROM numbers");
    }

    @Test
    void leavesOpaqueWhatItCannotReadForSure() {
        assertThat(opaque("SELECT * FROM repeat(1, 3)")).isEqualTo("it reads the table function repeat");
        assertThat(opaque("SELECT n, i FROM numbers, range(0, n, n) r(i)"))
                .isEqualTo("it reads the table function range for each row");
        assertThat(opaque("SELECT n FROM numbers LIMIT (SELECT 2)")).isEqualTo("its LIMIT is computed");
        assertThat(opaque("SELECT list_contains(['nan'::DOUBLE], 'nan'::DOUBLE) AS x FROM numbers"))
                .isEqualTo("its plan holds a number that JSON cannot, such as NaN");
        assertThat(opaque("SELECT list_contains([TIME '24:00:00'], TIME '24:00:00') AS x FROM numbers"))
                .isEqualTo("it has a time at the end of the day");
        assertThat(opaque("SELECT n::VARCHAR COLLATE nocase AS x FROM numbers ORDER BY 1"))
                .startsWith("it ");
    }

    @Test
    void leavesPlansOfOtherVersionsOpaque() {
        DuckPlanReader newer = new DuckPlanReader(new Bindings(SESSION), "v2.1.0");

        assertThat(newer.read(PARSER.parse(SqlText.of("query", "SELECT 1 AS a")), Map.of()))
                .isEqualTo(new Meaning.Opaque("plans of DuckDB v2.1.0 are not known, only those of v2.0.x"));
    }

    @Test
    void leavesPlansWithUnknownPartsOpaque() {
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> PlanRelations.of(JsonTree.read("{\"type\": \"LOGICAL_DUMMY_SCAN\", \"twist\": 1}")))
                .withMessage("its operator dummy scan has a part that is not known, twist");
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> PlanRelations.of(JsonTree.read("{\"type\": \"LOGICAL_TWIST\"}")))
                .withMessage("it has an operator that is not known, twist");
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> PlanShape.checkSize("[".repeat(10_000)))
                .withMessageContaining("levels deep");
    }

    @Test
    void tellsWhereAQueryDoesNotBind() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> read("SELECT nope FROM numbers"))
                .withMessageContaining("nope");
    }

    private static void assertSame(String sql) {
        BoundQuery query = understood(sql);
        PlanQueries.assertSame(SESSION, sql, QueryWriter.write(query, new DuckDialect()));
        PlanQueries.assertSame(SESSION, sql, QueryWriter.write(Normalizer.normalize(query), new DuckDialect()));
    }

    private static String opaque(String sql) {
        assertThat(read(sql)).isInstanceOf(Meaning.Opaque.class);
        return ((Meaning.Opaque) read(sql)).reason();
    }

    private static BoundQuery understood(String sql) {
        assertThat(read(sql)).isInstanceOf(Meaning.Understood.class);
        return ((Meaning.Understood) read(sql)).query();
    }

    private static Meaning read(String sql) {
        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        return READER.read(query, query.tables().isEmpty() ? Map.of() : INPUTS);
    }
}
