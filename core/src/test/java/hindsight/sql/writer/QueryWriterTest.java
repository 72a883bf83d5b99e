package hindsight.sql.writer;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.BoundQuery;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueryWriterTest {
    private static final Relation ORDERS = new Relation.Scan("t1", List.of(new Column("Order", DataType.BIGINT)));

    @Test
    void givesNoTableTheNameOfAnInput() {
        Relation twice = new Join(JoinKind.INNER, new Distinct(ORDERS), new Distinct(ORDERS), List.of());

        assertThat(write(twice, "a", "a b")).isEqualTo("""
                WITH t2 AS (
                SELECT DISTINCT t1."Order" AS "Order"
                FROM t1),
                t4 AS (
                SELECT DISTINCT t3."Order" AS "Order"
                FROM t1 AS t3)
                SELECT t2."Order" AS a, t4."Order" AS "a b"
                FROM t2 CROSS JOIN t4""");
    }

    @Test
    void computesOnceWhatCostsSomething() {
        Expression order = new Expression.Reference(0, DataType.BIGINT);
        Expression long1 = new Expression.Call(
                "greatest",
                List.of(order, order, new Expression.Constant("1000", DataType.BIGINT)),
                List.of(),
                DataType.BIGINT);
        Expression sum = new Expression.Call("+", List.of(order, order), List.of(), DataType.BIGINT);
        Relation doubled = new Project(new Project(ORDERS, List.of(long1)), List.of(sum));

        assertThat(write(doubled, "a")).isEqualTo("""
                WITH t2 AS (
                SELECT greatest(t1."Order", t1."Order", CAST(1000 AS BIGINT)) AS c0
                FROM t1)
                SELECT t2.c0 + t2.c0 AS a
                FROM t2""");
    }

    @Test
    @Timeout(20)
    void takesNoLongerForWhatIsSharedManyTimes() {
        Relation relation = ORDERS;
        for (int i = 0; i < 100; i++) {
            Relation pairs = new Join(JoinKind.INNER, relation, relation, List.of());
            relation = new Distinct(Project.columns(pairs, List.of(0)));
        }
        BoundQuery query = Normalizer.normalize(new BoundQuery(relation, List.of("a")));

        assertThat(QueryWriter.write(query, new DuckDialect())).hasLineCount(99 * 3 + 2);
    }

    private static String write(Relation relation, String... names) {
        return QueryWriter.write(new BoundQuery(relation, List.of(names)), new DuckDialect());
    }
}
