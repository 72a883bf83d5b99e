package hindsight.delta;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.BoundQuery;
import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Filter;
import hindsight.relation.Relation;
import hindsight.relation.RelationPrinter;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptAggregatesTest {
    private static final DataType HUGE = new DataType("HUGEINT");
    private static final Relation ORDERS = new Relation.Scan(
            "orders",
            List.of(
                    new Column("k", DataType.INTEGER),
                    new Column("v", DataType.BIGINT),
                    new Column("d", DataType.DOUBLE)));
    private static final Expression K = new Reference(0, DataType.INTEGER);
    private static final Expression V = new Reference(1, DataType.BIGINT);
    private static final AggregateCall SUM = call("sum", V, false, HUGE);

    private static AggregateCall call(String function, Expression value, boolean distinct, DataType type) {
        return new AggregateCall(function, List.of(value), distinct, List.of(), List.of(), type);
    }

    private static Aggregate by(List<Expression> groups, List<List<Integer>> sets, AggregateCall... calls) {
        return new Aggregate(ORDERS, groups, sets, List.of(calls), List.of());
    }

    private static KeptAggregates kept(Relation relation) {
        List<String> names = relation.columns().stream().map(type -> "x").toList();
        return KeptAggregates.of(new BoundQuery(relation, names), any -> true);
    }

    @Test
    void readsAnAggregateFromItsState() {
        Relation sums = by(List.of(K), List.of(List.of(0)), SUM);
        Expression large = new Expression.Comparison(
                Comparator.GREATER, new Reference(1, HUGE), new Expression.Constant("3", HUGE));

        KeptAggregates kept = kept(new Filter(sums, List.of(large)));

        assertThat(RelationPrinter.print(kept.query().relation())).isEqualTo("""
                Filter #1 > 3::HUGEINT
                  Project #0, #1
                    Scan #state1 (c1, c2, c3, c4)
                """);
        KeptAggregate state = kept.states().get(0);
        assertThat(RelationPrinter.print(state.query().relation())).isEqualTo("""
                Aggregate by #0: sum(#1), count_star(), count(#1)
                  Scan orders (k, v, d)
                """);
        assertThat(state.inputs()).containsExactly("orders");
    }

    @Test
    void groupingSetsAddUpTheStateOfAllGroups() {
        Aggregate sets = new Aggregate(
                ORDERS,
                List.of(K, V),
                List.of(List.of(0), List.of()),
                List.of(KeptAggregate.rows()),
                List.of(List.of(0)));

        KeptAggregates kept = kept(sets);

        assertThat(kept.query().relation().columns()).isEqualTo(sets.columns());
        assertThat(RelationPrinter.print(kept.query().relation())).isEqualTo("""
                Project #0, #1, coalesce(#2, 0::HUGEINT)::BIGINT, #3
                  Aggregate by #0, #1 sets [[0], []]: sum(#2) groupings [[0]]
                    Scan #state1 (c1, c2, c3)
                """);
        assertThat(RelationPrinter.print(kept.states().get(0).query().relation()))
                .isEqualTo("""
                Aggregate by #0, #1: count_star()
                  Scan orders (k, v, d)
                """);
    }

    @Test
    void anAggregateOverAnotherIsMadeOfItsState() {
        Aggregate inner = by(List.of(K), List.of(List.of(0)), SUM);
        Aggregate outer = new Aggregate(
                inner, List.of(new Reference(1, HUGE)), List.of(List.of(0)), List.of(KeptAggregate.rows()), List.of());

        KeptAggregates both = kept(outer);
        KeptAggregates second =
                KeptAggregates.of(new BoundQuery(outer, List.of("s", "n")), state -> state.number() == 2);

        assertThat(both.states()).extracting(KeptAggregate::number).containsExactly(1, 2);
        assertThat(both.states().get(1).inputs()).containsExactly("#state1");
        assertThat(second.states()).extracting(KeptAggregate::number).containsExactly(2);
        assertThat(second.states().get(0).inputs()).containsExactly("orders");
        assertThat(second.states().get(0).query().relation().columns())
                .isEqualTo(both.states().get(1).query().relation().columns());
    }

    @Test
    void onlyWhatAddsUpExactlyIsKept() {
        List<List<Integer>> all = List.of(List.of(0));
        Expression floating = new Reference(2, DataType.DOUBLE);
        assertThat(kept(by(List.of(K), all, call("sum", floating, false, DataType.DOUBLE)))
                        .states())
                .isEmpty();
        assertThat(kept(by(List.of(K), all, call("sum", V, true, HUGE))).states())
                .isEmpty();
        assertThat(kept(by(List.of(K), all, SUM, call("max", V, false, DataType.BIGINT)))
                        .states())
                .isEmpty();
        assertThat(kept(by(List.of(K), all, call("count", floating, false, DataType.BIGINT)))
                        .states())
                .hasSize(1);
    }

    @Test
    void theChangeOfAStateHasTheShapeOfADiff() {
        KeptAggregate state =
                kept(by(List.of(K), List.of(List.of(0)), SUM)).states().get(0);

        Derived.Change change = (Derived.Change)
                state.change(Map.of("orders", InputChange.HEAD_IS_NEW), ClockMove.NONE, InputChange.HEAD_IS_OLD);

        assertThat(change.query().names()).containsExactly("c1", "c2", "c3", "c4", Side.WEIGHT, Side.VERSION);
        assertThat(RelationPrinter.print(change.query().relation()))
                .contains("Scan #state1#head", "Scan orders#diff")
                .doesNotContain("Scan orders#head");
        assertThat(state.change(Map.of("others", InputChange.HEAD_IS_NEW), ClockMove.NONE, InputChange.HEAD_IS_OLD))
                .isInstanceOf(Derived.Nothing.class);
    }
}
