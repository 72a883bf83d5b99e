package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What crashes or hangs the engine ends in a problem; what stays below that works. */
@Timeout(60)
class SqlBoundsTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckBinder BINDER = new DuckBinder(SESSION);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Schema ONE_COLUMN = Schema.of(new Column("x", DataType.INTEGER));

    @AfterAll
    static void close() {
        SESSION.close();
    }

    static Map<String, String> beyond() {
        Map<String, String> texts = new HashMap<>();
        texts.put("brackets", nested("(", "1", ")", 10_000));
        texts.put("brackets that end nowhere", "SELECT " + "(".repeat(10_000));
        texts.put("lists", nested("[", "1", "]", 10_000));
        texts.put("calls", nested("abs(", "1", ")", 10_000));
        texts.put("subqueries", "FROM " + "(FROM ".repeat(10_000) + "t" + ")".repeat(10_000));
        texts.put("nested WITH queries", "WITH a AS (".repeat(10_000) + "SELECT 1" + ") FROM a".repeat(10_000));
        texts.put("chained WITH queries", chain(300));
        texts.put("additions", "SELECT 1" + " + 1".repeat(600));
        texts.put("many additions", "SELECT 1" + " + 1".repeat(20_000));
        texts.put("NOT", "SELECT " + "NOT ".repeat(20_000) + "true");
        texts.put("CASE", nested("CASE WHEN true THEN ", "1", " END", 500));
        texts.put("casts", "SELECT 1" + "::INT".repeat(20_000));
        texts.put("joins", joins(600));
        texts.put("comma joins", "FROM t" + ", t".repeat(80_000));
        texts.put("EXCEPT", "SELECT 1" + " EXCEPT SELECT 1".repeat(16_000));
        texts.put("scalar subqueries", "SELECT 1" + ", (SELECT 1)".repeat(3_000));
        texts.put("5 MB of text", "SELECT '" + "x".repeat(5_000_000) + "'");
        texts.put("5 MB of comment", "SELECT 1 /*" + "x".repeat(5_000_000) + "*/");
        return texts;
    }

    static Map<String, String> within() {
        Map<String, String> texts = new HashMap<>();
        texts.put("brackets", nested("(", "x", ")", 190) + " FROM t");
        texts.put("lists", nested("[", "x", "]", 190) + " FROM t");
        texts.put("calls", nested("abs(", "x", ")", 190) + " FROM t");
        texts.put("additions", "SELECT x" + " + x".repeat(440) + " AS y FROM t");
        texts.put("NOT", "SELECT " + "NOT ".repeat(440) + "x = 1 AS y FROM t");
        texts.put("CASE", nested("CASE WHEN x = 1 THEN 2 ELSE ", "x", " END", 140) + " AS y FROM t");
        texts.put("casts", "SELECT x" + "::INT".repeat(440) + " AS y FROM t");
        texts.put("subqueries", "FROM " + "(FROM ".repeat(140) + "t" + ")".repeat(140));
        texts.put(
                "IN",
                "SELECT x FROM t WHERE x IN ".repeat(70).replaceAll("IN SELECT", "IN (SELECT") + "(1)"
                        + ")".repeat(69));
        texts.put("joins", joins(140));
        texts.put("chained WITH queries", chain(140));
        texts.put("nested WITH queries", "WITH a AS (".repeat(90) + "FROM t" + ") FROM a".repeat(90));
        texts.put("UNION", "FROM t" + " UNION ALL FROM t".repeat(900));
        texts.put("AND", "SELECT x FROM t WHERE true" + " AND x > 1".repeat(5_000));
        texts.put("values", "SELECT x FROM t WHERE x IN (1" + ", 1".repeat(50_000) + ")");
        texts.put(
                "columns",
                "SELECT "
                        + IntStream.range(0, 2_000).mapToObj(i -> "x AS c" + i).collect(Collectors.joining(", "))
                        + " FROM t");
        return texts;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namesBeyond")
    void endsInAProblemWhereTheEngineWouldNotHold(String name) {
        String sql = String.valueOf(beyond().get(name));

        InvalidException failure =
                catchThrowableOfType(InvalidException.class, () -> PARSER.parse(SqlText.of("query", sql)));
        assertThat(failure.problems()).hasSize(1).allMatch(p -> p.code().startsWith("sql-too-"), failure.getMessage());
        assertThat(failure.problems().get(0).message()).hasSizeLessThan(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namesWithin")
    void bindsWhatStaysWithinTheBounds(String name) {
        String sql = String.valueOf(within().get(name));

        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        Map<String, Schema> inputs = query.tables().stream()
                .map(TableReference::name)
                .distinct()
                .collect(Collectors.toMap(table -> table, table -> ONE_COLUMN));
        assertThatCode(() -> BINDER.bind(query, inputs)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namesWithin")
    void readsAndWritesWhatStaysWithinTheBounds(String name) {
        ParsedQuery query = PARSER.parse(SqlText.of("query", String.valueOf(within().get(name))));
        Map<String, Schema> inputs = query.tables().stream()
                .map(TableReference::name)
                .distinct()
                .collect(Collectors.toMap(table -> table, table -> ONE_COLUMN));

        Meaning meaning = READER.read(query, inputs);

        if (meaning instanceof Meaning.Opaque opaque) {
            assertThat(name).isEqualTo("values");
            assertThat(opaque.reason()).contains("characters long");
            return;
        }
        BoundQuery understood = ((Meaning.Understood) meaning).query();
        assertThat(QueryWriter.write(Normalizer.normalize(understood), new DuckDialect()))
                .hasSizeLessThan(5_000_000);
    }

    static Iterable<String> namesBeyond() {
        return beyond().keySet().stream().sorted().toList();
    }

    static Iterable<String> namesWithin() {
        return within().keySet().stream().sorted().toList();
    }

    private static String nested(String open, String middle, String close, int depth) {
        return "SELECT " + open.repeat(depth) + middle + close.repeat(depth);
    }

    private static String chain(int length) {
        return "WITH a0 AS (FROM t)"
                + IntStream.range(1, length)
                        .mapToObj(i -> ", a" + i + " AS (FROM a" + (i - 1) + ")")
                        .collect(Collectors.joining())
                + " FROM a" + (length - 1);
    }

    private static String joins(int count) {
        return "SELECT t0.x FROM t t0"
                + IntStream.rangeClosed(1, count)
                        .mapToObj(i -> " JOIN t t" + i + " USING (x)")
                        .collect(Collectors.joining());
    }
}
