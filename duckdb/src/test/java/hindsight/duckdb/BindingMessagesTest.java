package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.SourceText;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingMessagesTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckBinder BINDER = new DuckBinder(SESSION);
    private static final Map<String, Schema> INPUTS = Map.of(
            "orders",
            Schema.of(
                    new Column("id", DataType.BIGINT),
                    new Column("d", DataType.DATE),
                    new Column("amt", new DataType("DECIMAL(12,2)")),
                    new Column("item", new DataType("STRUCT(sku VARCHAR, n INTEGER)"))),
            "customers",
            Schema.of(new Column("id", DataType.BIGINT), new Column("name", DataType.VARCHAR)));

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void pointsAtUnknownColumnsInTheFileAndSuggestsTheNearest() {
        String file = "---\n-- ä😀\nSELECT 'ä😀' AS x, sum(amtt)\nFROM orders\n";
        int start = file.indexOf("-- ä");
        String text = file.substring(start);
        SqlText sql = new SqlText(
                text,
                new SourceText("models/daily.sql", file),
                List.of(new SqlText.Piece(0, text.length(), start, text.length())));

        assertThat(message(sql)).isEqualTo("""
                models/daily.sql:3:24: Cannot find column amtt
                  SELECT 'ä😀' AS x, sum(amtt)
                                         ^^^^
                  Did you mean amt?""");
    }

    @Test
    void knowsTheColumnsBehindAnAlias() {
        assertThat(message("SELECT o.total FROM orders o JOIN customers c USING (id)"))
                .isEqualTo("""
                query:1:8: Cannot find column total in o
                  SELECT o.total FROM orders o JOIN customers c USING (id)
                         ^^^^^^^
                  Known: amt, d, id, item""");
    }

    @Test
    void namesBothOutputColumnsOfOneName() {
        assertThat(message("SELECT *, 1 AS y FROM orders o JOIN customers c ON o.id = c.id"))
                .isEqualTo("""
                query:1:8: Cannot give two columns the name id: columns 1 and 5 of the result have it
                  SELECT *, 1 AS y FROM orders o JOIN customers c ON o.id = c.id
                         ^
                  Name one of them differently with AS, or leave it out; * EXCLUDE (id) gives all columns but one.""");
        assertThat(message("SELECT id, d AS ID FROM orders")).isEqualTo("""
                query:1:12: Cannot give two columns the name ID: columns 1 and 2 of the result have it (id, without regard to case)
                  SELECT id, d AS ID FROM orders
                             ^
                  Name one of them differently with AS, or leave it out; * EXCLUDE (ID) gives all columns but one.""");
        assertThat(message("SELECT 1 AS x, o.*, c.*, 3 AS X FROM orders o, customers c"))
                .contains("columns 2 and 6 of the result", "query:1:21: ")
                .contains("columns 1 and 8 of the result", "query:1:26: ");
    }

    @Test
    void asksForTheTypeOfColumnsMadeOfNull() {
        assertThat(message("SELECT id, NULL AS note, [] AS tags FROM orders")).isEqualTo("""
                query:1:12: Cannot tell the type of column note: it is made of NULL only
                  SELECT id, NULL AS note, [] AS tags FROM orders
                             ^^^^
                  Say which type it is meant to have, such as CAST(NULL AS VARCHAR).
                query:1:26: Cannot tell the type of column tags: it is made of NULL only ("NULL"[])
                  SELECT id, NULL AS note, [] AS tags FROM orders
                                           ^^
                  Say which type it is meant to have, such as CAST(NULL AS VARCHAR).""");
    }

    @Test
    void saysWhichTypesAFunctionTakes() {
        assertThat(message("SELECT upper(id, 2) FROM orders")).isEqualTo("""
                query:1:8: Cannot apply upper(BIGINT, INTEGER): no function of that name takes these types
                  SELECT upper(id, 2) FROM orders
                         ^^^^^
                  Cast the arguments to fit: upper(string VARCHAR) -> VARCHAR""");
        assertThat(message("SELECT id + d FROM orders")).isEqualTo("""
                query:1:11: Cannot apply +(BIGINT, DATE): no operator of that name takes these types
                  SELECT id + d FROM orders
                            ^
                  Cast one side so that both fit.""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SELECT x.id FROM orders | 8: Cannot find table x: FROM does not name it
                    SELECT * EXCLUDE (nope) FROM orders | 19: Cannot find column nope
                    FROM orders JOIN customers USING (nr) | 35: Cannot find column nr on the left side of the join
                    SELECT id FROM orders QUALIFY rank() OVER (ORDER BY nope) = 1 | 53: Cannot find column nope
                    SELECT sums(amt) FROM orders | 8: Cannot find function sums
                    FROM rangee(3) | 6: Cannot find function rangee
                    SELECT id::nosuchtype FROM orders | 12: Cannot find type nosuchtype
                    SELECT item.nope FROM orders | 13: Cannot bind the query: Could not find key "nope" in struct
                    SELECT id, sum(amt) FROM orders | 8: Cannot bind the query: column "id" must appear in the GROUP BY clause or must be part of an aggregate function
                    SELECT d FROM orders WHERE sum(id) > 2 | 28: Cannot bind the query: WHERE clause cannot contain aggregates
                    SELECT d > id FROM orders | 8: Cannot bind the query: Cannot compare values of type DATE and type BIGINT - an explicit cast is required
                    SELECT id FROM orders JOIN customers ON true | 8: Cannot bind the query: Ambiguous reference to column name "id" (use: 'orders.id' or 'customers.id')
                    SELECT id FROM orders UNION SELECT id, d FROM orders | 1: Cannot bind the query: Set operations can only apply to expressions with the same number of result columns
                    SELECT CASE WHEN true THEN d ELSE 1 END FROM orders | 8: Cannot bind the query: Cannot mix values of type INTEGER and DATE in CASE expression - an explicit cast is required
                    SELECT current_user, id FROM orders | 8: Cannot use current_user: it tells of the session, not of the data
                    SELECT id, "current_schema" FROM orders | 12: Cannot use current_schema: it tells of the session, not of the data
                    """)
    void saysWhatIsWrongAndWhere(String sql, String expected) {
        assertThat(message(sql).lines().findFirst().orElseThrow()).isEqualTo("query:1:" + expected);
    }

    private static String message(String sql) {
        return message(SqlText.of("query", sql));
    }

    private static String message(SqlText sql) {
        return catchThrowableOfType(InvalidException.class, () -> BINDER.bind(PARSER.parse(sql), INPUTS))
                .problems()
                .stream()
                .map(Problem::render)
                .collect(Collectors.joining("\n"));
    }
}
