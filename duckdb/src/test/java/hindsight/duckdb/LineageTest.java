package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.Origin;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineageTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Map<String, Schema> INPUTS = Map.of(
            "orders",
            Schema.of(
                    new Column("id", DataType.BIGINT),
                    new Column("customer", DataType.BIGINT),
                    new Column("day", DataType.DATE),
                    new Column("amount", new DataType("DECIMAL(12,2)")),
                    new Column("note", DataType.VARCHAR)),
            "customers",
            Schema.of(
                    new Column("id", DataType.BIGINT),
                    new Column("name", DataType.VARCHAR),
                    new Column("city", DataType.VARCHAR)));

    static Stream<Arguments> matter() {
        return pairs("""
            WITH o AS (SELECT * FROM orders) SELECT day, count(*) AS n FROM o GROUP BY day | orders.day
            SELECT id FROM (SELECT *, rank() OVER (ORDER BY amount, id) AS r FROM orders) | orders.id
            SELECT id FROM orders ORDER BY amount, id | orders.id
            SELECT id FROM orders ORDER BY amount, id LIMIT 5 | orders.amount orders.id
            SELECT DISTINCT note FROM orders | orders.note
            SELECT id FROM orders WHERE customer IN (SELECT id FROM customers WHERE city = 'Rome') | customers.city customers.id orders.customer orders.id
            SELECT id, (SELECT max(name) FROM customers c WHERE c.id = o.customer) AS n FROM orders o | customers.id customers.name orders.customer orders.id
            SELECT count(*) AS n FROM orders |
            SELECT id FROM orders WHERE EXISTS (SELECT * FROM customers ORDER BY name LIMIT 1) | orders.id
            SELECT id FROM orders WHERE id NOT IN (SELECT id FROM customers WHERE city = 'Rome') | customers.city customers.id orders.id
            SELECT id, customer IN (SELECT id FROM customers) AS known FROM orders | customers.id orders.customer orders.id
            SELECT id FROM (SELECT id, customer IN (SELECT id FROM customers) AS known FROM orders) | orders.id
            SELECT id FROM (SELECT DISTINCT ON (customer) id, customer, note FROM orders ORDER BY customer, amount) | orders.amount orders.customer orders.id orders.note
            SELECT count(*) AS n FROM (SELECT DISTINCT ON (customer) id, customer FROM orders ORDER BY customer, amount) | orders.customer
            SELECT n FROM (SELECT id, note, row_number() OVER (PARTITION BY customer ORDER BY day) AS n FROM orders) | orders.customer orders.day orders.id orders.note
            SELECT id, sum(amount) OVER (PARTITION BY customer) AS s FROM (SELECT *, day AS d FROM orders) | orders.amount orders.customer orders.id
            SELECT customer, string_agg(note, ',' ORDER BY day) AS s FROM orders GROUP BY customer | orders.customer orders.day orders.note
            SELECT id FROM orders EXCEPT SELECT id FROM customers | customers.id orders.id
            SELECT o.id, c.name FROM orders o POSITIONAL JOIN (SELECT name, city FROM customers) c | customers.city customers.name orders.id
            SELECT o.id FROM orders o POSITIONAL JOIN customers c | orders.id
            SELECT x FROM (SELECT id, unnest([customer]) AS x FROM orders) | orders.customer
            SELECT id FROM (SELECT id, unnest([customer]) AS x FROM orders) | orders.customer orders.id
            """);
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void namesValuesChoicesAndRowsOfColumns() {
        Lineage.Result lineage = lineage("""
                SELECT c.city, sum(o.amount) FILTER (o.note <> 'x') AS total,
                  CASE WHEN min(o.day) < DATE '2025-01-01' THEN max(o.id) END AS last
                FROM orders o JOIN customers c ON c.id = o.customer
                GROUP BY c.city""");

        assertThat(shown(lineage.columns().get(0).values())).isEqualTo("customers.city");
        assertThat(shown(lineage.columns().get(1).values())).isEqualTo("orders.amount");
        assertThat(shown(lineage.columns().get(1).choices())).isEqualTo("orders.note");
        assertThat(shown(lineage.columns().get(2).values())).isEqualTo("orders.id");
        assertThat(shown(lineage.columns().get(2).choices())).isEqualTo("orders.day");
        assertThat(shown(lineage.rows())).isEqualTo("customers.city customers.id orders.customer");
    }

    @Test
    void followsWindowsSetsAndRecursions() {
        assertThat(shown(lineage("SELECT id, rank() OVER (PARTITION BY customer ORDER BY amount) AS r FROM orders")
                        .columns()
                        .get(1)
                        .choices()))
                .isEqualTo("orders.amount orders.customer");
        assertThat(shown(lineage("SELECT id FROM orders UNION ALL SELECT customer FROM orders")
                        .columns()
                        .get(0)
                        .values()))
                .isEqualTo("orders.customer orders.id");
        Lineage.Result recursive = lineage("""
                WITH RECURSIVE r AS (SELECT id, customer FROM orders UNION ALL
                  SELECT r.customer, c.id FROM r JOIN customers c ON c.id = r.id)
                SELECT id FROM r""");
        assertThat(shown(recursive.columns().get(0).values())).isEqualTo("customers.id orders.customer orders.id");
    }

    @ParameterizedTest
    @MethodSource("matter")
    void knowsWhichColumnsMatter(String sql, String used) {
        assertThat(shown(lineage(sql).used())).isEqualTo(used);
    }

    private static Stream<Arguments> pairs(String text) {
        return text.lines().map(line -> line.split(" \\|(?: |$)", 2)).map(parts -> Arguments.of(parts[0], parts[1]));
    }

    private static Lineage.Result lineage(String sql) {
        return Lineage.of(query(sql).relation());
    }

    private static BoundQuery query(String sql) {
        Meaning meaning = READER.read(PARSER.parse(SqlText.of("query", sql)), INPUTS);
        assertThat(meaning).isInstanceOf(Meaning.Understood.class);
        return ((Meaning.Understood) meaning).query();
    }

    private static String shown(Set<Origin> origins) {
        return origins.stream()
                .map(origin -> origin.table() + "." + origin.column())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" "));
    }
}
