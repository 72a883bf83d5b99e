package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.sql.ParsedQuery;
import hindsight.sql.QueryText;
import hindsight.sql.TableReference;
import hindsight.time.Position;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);

    @BeforeAll
    static void makeTables() {
        SESSION.execute("CREATE TABLE \"orders now\" AS SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30)) t(id, amt)");
        SESSION.execute("CREATE TABLE \"orders at 12\" AS SELECT * FROM (VALUES (1, 11), (2, 22)) t(id, amt)");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    FROM orders | FROM "orders now" AS "orders"
                    FROM Orders AT (VERSION => 12) | FROM "orders at 12" AS "Orders"
                    FROM orders o AT (VERSION => 12) | FROM "orders at 12" o
                    FROM orders AS o (a, b) AT (VERSION => 12), x | FROM "orders at 12" AS o (a, b), "x now" AS "x"
                    FROM orders AS "at" AT /* ( */ (VERSION => 12) | FROM "orders at 12" AS "at"
                    FROM orders AS o("at", b) AT(VERSION => 12) | FROM "orders at 12" AS o("at", b)
                    FROM o : orders AT (VERSION => 12) JOIN "orders" p USING (id) | FROM o : "orders at 12" JOIN "orders now" p USING (id)
                    FROM orders TABLESAMPLE 10% | FROM "orders now" AS "orders" TABLESAMPLE 10%
                    FROM orders o AT (VERSION => 12) TABLESAMPLE 10% | FROM "orders at 12" o TABLESAMPLE 10%
                    FROM main . "My ""T"" x" /* x */ | FROM "My ""T"" x now" AS "My ""T"" x" /* x */
                    SELECT 'ä😀' AS ü FROM ö, orders o AT (VERSION => 12) -- x | SELECT 'ä😀' AS ü FROM "ö now" AS "ö", "orders at 12" o -- x
                    """)
    void replacesTheNameAndKeepsTheRest(String sql, String expected) {
        assertThat(replaced(sql)).isEqualTo(expected);
        assertThat(parse(replaced(sql)).tables()).allMatch(table -> table.at().isEmpty());
    }

    @Test
    void readsTwoStatesOfOneTable() {
        assertThat(
                        rows(
                                "SELECT o.id, o.amt, orders.amt FROM orders o AT (VERSION => 12) RIGHT JOIN orders USING (id) ORDER BY orders.id"))
                .containsExactly("1 11 10", "2 22 20", "null null 30");
    }

    @Test
    void reachesIntoSubqueriesAndLeavesWithQueriesAlone() {
        assertThat(rows("SELECT (SELECT max(amt) FROM orders AT (VERSION => 12)), max(amt), 0 FROM orders"))
                .containsExactly("22 30 0");
        assertThat(
                        rows(
                                "WITH orders AS (SELECT id, amt + 1 AS amt FROM orders AT (VERSION => 12)) SELECT id, amt, (SELECT 0) FROM orders ORDER BY id"))
                .containsExactly("1 12 0", "2 23 0");
        assertThat(replaced("WITH x AS (FROM orders) SELECT * FROM x WHERE id IN (SELECT id FROM X)"))
                .isEqualTo(
                        "WITH x AS (FROM \"orders now\" AS \"orders\") SELECT * FROM x WHERE id IN (SELECT id FROM X)");
    }

    @Test
    void leavesReferencesWithoutReplacement() {
        ParsedQuery query = parse("FROM orders, 'a.csv' AS f");

        assertThat(QueryText.replace(query, table -> table.file() ? Optional.empty() : Optional.of("x")))
                .isEqualTo("FROM \"x\" AS \"orders\", 'a.csv' AS f");
    }

    private static String replaced(String sql) {
        return QueryText.replace(parse(sql), table -> Optional.of(state(table)));
    }

    private static String state(TableReference table) {
        boolean now = table.at().isEmpty();
        String name = now ? table.name() : table.name().toLowerCase(Locale.ROOT);
        return name
                + table.at()
                        .map(position -> " at " + ((Position.Version) position).seq())
                        .orElse(" now");
    }

    private static List<String> rows(String sql) {
        return SESSION.list(replaced(sql), row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3));
    }

    private static ParsedQuery parse(String sql) {
        return PARSER.parse(SqlText.of("query", sql));
    }
}
