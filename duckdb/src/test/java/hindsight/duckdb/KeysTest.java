package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.analysis.Keys;
import hindsight.relation.analysis.Uniqueness;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeysTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Map<String, Schema> INPUTS = Map.of(
            "orders", schema("id INTEGER, customer INTEGER, day DATE, amount DECIMAL(12,2), ratio DOUBLE"),
            "lines", schema("order_id INTEGER, line INTEGER, sku VARCHAR"),
            "customers", schema("id INTEGER, name VARCHAR, city VARCHAR"));
    private static final Map<String, List<List<String>>> DECLARED = Map.of(
            "orders", List.of(List.of("ID")),
            "lines", List.of(List.of("order_id", "line")),
            "customers", List.of(List.of("id"), List.of("name")));

    /** Keys are columns joined by +, one beside the other; () says at most one row, and nothing that there is none. */
    static Stream<Arguments> keys() {
        return pairs("""
            SELECT id, day FROM orders | id
            SELECT day FROM orders |
            SELECT id, name, city FROM customers | id name
            SELECT name, city FROM customers | name
            SELECT id AS a, id AS b FROM orders | a b
            SELECT id::BIGINT AS big, day FROM orders | big
            SELECT id::VARCHAR AS text, day FROM orders |
            SELECT id + 1 AS next FROM orders |
            SELECT order_id, line FROM lines WHERE sku = 'x' | order_id+line
            SELECT order_id, sku FROM lines WHERE line = 1 | order_id
            SELECT sku FROM lines WHERE line = 1 AND 7 = order_id | ()
            SELECT line, sku FROM lines WHERE order_id IS NULL | line
            SELECT order_id, sku FROM lines WHERE line = order_id | order_id
            SELECT customer, count(*) AS n FROM orders GROUP BY customer | customer
            SELECT id, customer, max(day) AS d FROM orders GROUP BY id, customer | id
            SELECT id, date_trunc('month', day) AS m, count(*) AS n FROM orders GROUP BY ALL | id
            SELECT count(*) AS n FROM orders | ()
            SELECT max(id) AS m FROM orders HAVING count(*) > 1 | ()
            SELECT customer, day, count(*) AS n FROM orders GROUP BY ROLLUP (customer, day) |
            SELECT customer, day, grouping(customer, day) AS g FROM orders GROUP BY ROLLUP (customer, day) | customer+day+g
            SELECT DISTINCT customer, day FROM orders | customer+day
            SELECT DISTINCT id, day FROM orders | id
            SELECT DISTINCT ON (customer) customer, day, id FROM orders ORDER BY customer, day | customer id
            SELECT customer FROM orders UNION SELECT id FROM customers | customer
            SELECT customer FROM orders UNION ALL SELECT id FROM customers |
            SELECT 'o' AS kind, id FROM orders UNION ALL SELECT 'c', id FROM customers | kind+id
            SELECT 'o' AS kind, id FROM orders UNION ALL SELECT 'o', id FROM customers |
            SELECT id FROM orders EXCEPT ALL SELECT id FROM customers | id
            SELECT customer FROM orders INTERSECT ALL SELECT id FROM customers | customer
            SELECT o.id, c.city FROM orders o JOIN customers c ON c.id = o.customer | id
            SELECT o.id, c.city FROM orders o JOIN customers c ON c.city = o.day::VARCHAR |
            SELECT o.id, c.id AS c FROM orders o JOIN customers c ON c.city = o.day::VARCHAR | id+c
            SELECT o.id, c.id AS c FROM orders o JOIN customers c ON c.id = o.id | id c
            SELECT c.id AS c, l.line, l.sku FROM lines l JOIN orders o ON l.order_id = o.id JOIN customers c ON c.id = o.id | c+line
            SELECT o.id, l.sku FROM orders o JOIN lines l ON l.order_id = o.id AND l.line = 1 | id
            SELECT o.id, c.city FROM orders o LEFT JOIN customers c ON c.id = o.customer | id
            SELECT o.id, l.sku, l.line FROM orders o LEFT JOIN lines l ON l.order_id = o.id |
            SELECT o.id, l.order_id, l.line FROM orders o LEFT JOIN lines l ON l.order_id = o.id | id+order_id+line
            SELECT o.id, c.city FROM customers c RIGHT JOIN orders o ON c.id = o.customer | id
            SELECT o.id, c.id AS c FROM customers c FULL JOIN orders o ON c.id = o.id |
            SELECT * FROM orders SEMI JOIN customers ON customer = customers.id | id
            SELECT id, (SELECT city FROM customers c WHERE c.id = customer) AS city FROM orders | id
            SELECT customer, c.city, count(*) AS n FROM orders LEFT JOIN customers c ON c.id = customer GROUP BY ALL | customer
            SELECT c.id, c.city, sum(amount) AS n FROM orders JOIN customers c ON c.id = customer GROUP BY ALL | id
            SELECT o.customer, c.city, sum(amount) AS n FROM orders o JOIN customers c ON c.id = customer GROUP BY ALL | customer
            SELECT id, unnest([day]) AS d FROM orders |
            SELECT row_number() OVER (ORDER BY day) AS n, day FROM orders | n
            SELECT customer, row_number() OVER (PARTITION BY customer ORDER BY day) AS n FROM orders | customer+n
            SELECT customer, day FROM orders QUALIFY row_number() OVER (PARTITION BY customer ORDER BY day) = 1 | customer
            SELECT customer, rank() OVER (PARTITION BY customer ORDER BY day) AS n FROM orders |
            SELECT customer, day FROM orders ORDER BY day LIMIT 1 | ()
            SELECT id FROM orders ORDER BY day LIMIT 2 | id
            SELECT * FROM (VALUES (1, 'x', 'y'), (2, 'x', 'z')) t(a, b, c) | a c
            SELECT ratio, max(day::VARCHAR || ratio) AS m FROM orders GROUP BY ratio | ratio
            WITH RECURSIVE r AS (SELECT id FROM orders UNION SELECT id + 1 FROM r WHERE id < 5) SELECT id FROM r | id
            WITH RECURSIVE r AS (SELECT id FROM orders UNION ALL SELECT id + 1 FROM r WHERE id < 5) SELECT id FROM r |
            """);
    }

    static Stream<Arguments> constants() {
        return pairs("""
            SELECT 'x' AS kind, id FROM orders | kind
            SELECT id, customer, day FROM orders WHERE customer = 3 AND day IS NULL | customer day
            SELECT id, customer FROM orders WHERE customer = 3 OR day IS NULL |
            SELECT o.id, c.id AS c FROM orders o JOIN customers c ON c.id = o.customer WHERE o.customer = 3 | c
            SELECT id, (SELECT max(day) FROM orders) AS last FROM customers | last
            """);
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void findsWhatTellsRowsApart(String sql, String keys) {
        BoundQuery query = query(sql);

        assertThat(new Keys(DECLARED)
                        .of(query.relation()).keys().stream()
                                .map(key -> named(key, query, "+"))
                                .map(key -> key.isEmpty() ? "()" : key))
                .containsExactlyInAnyOrderElementsOf(keys.isEmpty() ? List.of() : List.of(keys.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void findsConstants(String sql, String columns) {
        BoundQuery query = query(sql);
        Uniqueness found = new Keys(DECLARED).of(query.relation());

        assertThat(named(found.constants(), query, " ")).isEqualTo(columns);
    }

    @Test
    void findsKeysOfWideTables() {
        List<Column> columns = IntStream.range(0, 300)
                .mapToObj(i -> new Column("c" + i, DataType.BIGINT))
                .toList();
        String sql =
                "SELECT x.* FROM (SELECT * EXCLUDE (c7) FROM wide) x JOIN wide y ON x.c299 = y.c299 AND x.c298 = y.c298";
        Meaning meaning = READER.read(PARSER.parse(SqlText.of("query", sql)), Map.of("wide", new Schema(columns)));
        BoundQuery query = ((Meaning.Understood) meaning).query();

        Uniqueness found = new Keys(Map.of("wide", List.of(List.of("c298", "c299")))).of(query.relation());

        assertThat(found.keys()).containsExactly(Set.of(297, 298));
    }

    private static String named(Set<Integer> columns, BoundQuery query, String separator) {
        return columns.stream().sorted().map(query.names()::get).collect(Collectors.joining(separator));
    }

    private static BoundQuery query(String sql) {
        Meaning meaning = READER.read(PARSER.parse(SqlText.of("query", sql)), INPUTS);
        assertThat(meaning).isInstanceOf(Meaning.Understood.class);
        return ((Meaning.Understood) meaning).query();
    }

    private static Stream<Arguments> pairs(String text) {
        return text.lines().map(line -> line.split(" \\|(?: |$)", 2)).map(parts -> Arguments.of(parts[0], parts[1]));
    }

    private static Schema schema(String columns) {
        return new Schema(Stream.of(columns.split(", "))
                .map(column -> column.split(" ", 2))
                .map(parts -> new Column(parts[0], new DataType(parts[1])))
                .toList());
    }
}
