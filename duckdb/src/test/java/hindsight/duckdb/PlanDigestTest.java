package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.analysis.PlanDigest;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanDigestTest {
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

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @ParameterizedTest
    @MethodSource("same")
    void knowsWhatIsTheSame(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other));
    }

    @ParameterizedTest
    @MethodSource("different")
    void knowsWhatIsNot(String one, String other) {
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    static Stream<Arguments> same() {
        return pairs("""
            select id, day, note from orders where amount > 1 | select x.id, d as day, note from (select note, day as d, amount, id, customer + 1 as c from orders) x where 1 < x.amount
            select id from orders where exists (select 1 from customers c where c.id = customer and city = 'x') | select id from orders o where exists (select name from customers where 'x' = city and o.customer = id)
            select id from orders where amount > 5 and day > date '2025-01-01' | SELECT o.id FROM orders AS o /* all */ WHERE date '2025-01-01' < o.day AND 5 < amount
            select id from orders where amount > 5 or note = 'x' or id = 3 | select id from orders where id = 3 or ('x' = note or amount > 5)
            select id from orders where id in (1, 2) | select id from orders where id in (2, 1)
            select day, sum(amount) as s from orders group by day | with o as (select * from orders) select day, sum(amount) as s from o group by all order by s
            select c.name, o.day from orders o join customers c on o.customer = c.id and o.amount > 2 | select c.name, o.day from orders o join customers c on 2 < o.amount and c.id = o.customer
            select id from orders union all select id from customers | select id from customers union all select id from orders
            with recursive r as (select 1 as n union all select n + 1 from r where n < 5) select n from r | with recursive x(n) as (select 1 union all select n + 1 from x where 5 > n) select n from x
            """);
    }

    static Stream<Arguments> different() {
        return pairs("""
            select id, customer as other from orders | select customer as id, id as other from orders
            select id from orders where customer in (select id from customers) | select id from orders where customer not in (select id from customers)
            select id from orders where amount > 5 | select id from orders where amount >= 5
            select id from orders where amount > 5 | select id from orders where 5 > amount
            select id from orders where amount > 5 and note = 'x' | select id from orders where amount > 5 or note = 'x'
            select id from orders | select id as key from orders
            select id from orders | select id::INTEGER as id from orders
            select id from orders | select distinct id from orders
            select id from orders union all select id from customers | select id from orders union select id from customers
            select id from orders except select id from customers | select id from customers except select id from orders
            select sum(amount) as s from orders | select sum(distinct amount) as s from orders
            select sum(amount) as s from orders | select sum(amount) filter (where id > 3) as s from orders
            select id, row_number() over (order by day, id) as n from orders | select id, row_number() over (order by day desc, id) as n from orders
            select id, sum(amount) over (order by id rows 2 preceding) as n from orders | select id, sum(amount) over (order by id rows 3 preceding) as n from orders
            select id from orders order by amount, id limit 3 | select id from orders order by id limit 3
            select note || 'ab,c' as x from orders | select note || 'ab' || ',c' as x from orders
            select o.id from orders o join customers c on o.customer = c.id | select o.id from orders o left join customers c on o.customer = c.id
            """);
    }

    private static Stream<Arguments> pairs(String text) {
        return text.lines().map(line -> line.split(" \\|(?: |$)", 2)).map(parts -> Arguments.of(parts[0], parts[1]));
    }

    private static String digest(String sql) {
        Meaning meaning = READER.read(PARSER.parse(SqlText.of("query", sql)), INPUTS);
        assertThat(meaning).isInstanceOf(Meaning.Understood.class);
        return PlanDigest.of(Normalizer.normalize(((Meaning.Understood) meaning).query()));
    }
}
