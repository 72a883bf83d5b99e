package hindsight.relation.canonical;

import static hindsight.relation.canonical.Samples.FLOAT;
import static hindsight.relation.canonical.Samples.FUNCTIONS;
import static hindsight.relation.canonical.Samples.NUMBER;
import static hindsight.relation.canonical.Samples.TEXT;
import static hindsight.relation.canonical.Samples.by;
import static hindsight.relation.canonical.Samples.call;
import static hindsight.relation.canonical.Samples.column;
import static hindsight.relation.canonical.Samples.distinct;
import static hindsight.relation.canonical.Samples.over;
import static hindsight.relation.canonical.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.Comparator;
import hindsight.relation.Distinct;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Frame;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Limit;
import hindsight.relation.Project;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Sort;
import hindsight.relation.SortKey;
import hindsight.relation.Window;
import hindsight.schema.DataType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExactnessTest {
    private static final String SUM = "sum of floating values";
    private static final String DECIDED = "an inexact value decides which rows there are: ";
    private static final DataType INTERVAL = new DataType("INTERVAL");

    private final Relation rows = scan(TEXT, FLOAT, NUMBER, INTERVAL);
    /** By text a: the sum of floats, the sum of integers. */
    private final Relation sums =
            grouped(rows, column(rows, 0), call("sum", FLOAT, column(rows, 1)), call("sum", NUMBER, column(rows, 2)));

    @Test
    void sumsOfFloatsAreInexactAndWhatIsMadeOfThem() {
        assertColumns(rows, "", "", "", "");
        assertColumns(sums, "", SUM, "");
        assertColumns(
                new Project(
                        sums,
                        List.of(
                                new Expression.Cast(column(sums, 1), NUMBER, false),
                                new Expression.Coalesce(List.of(column(sums, 2), new Expression.Null(NUMBER))))),
                SUM,
                "");
        assertColumns(grouped(rows, column(rows, 1), call("max", FLOAT, column(rows, 1))), "", "");
        assertColumns(
                grouped(rows, column(rows, 0), call("entropy", FLOAT, column(rows, 0))),
                "",
                "entropy adds floating values");
    }

    @Test
    void sumsInOneOrderAreExact() {
        AggregateCall sum = call("sum", FLOAT, column(rows, 1));

        List<SortKey> all = Ties.broken(List.of(), List.of(), List.of(column(rows, 1)));

        assertColumns(grouped(rows, column(rows, 0), OrderedAggregates.withOrders(sum, all)), "", "");
        assertColumns(
                grouped(rows, column(rows, 0), OrderedAggregates.withOrders(sum, List.of(by(column(rows, 2))))),
                "",
                SUM);
    }

    @Test
    void rowsThatAnInexactValueDecidesAreInexact() {
        Expression large =
                new Expression.Comparison(Comparator.GREATER, column(sums, 1), new Expression.Constant("1", FLOAT));
        Relation filtered = new Filter(sums, List.of(large));

        assertRows(sums, "");
        assertRows(filtered, DECIDED + SUM);
        assertRows(new Distinct(sums), DECIDED + SUM);
        assertRows(new Limit(new Sort(sums, List.of(by(column(sums, 1)))), Limit.Amount.rows(3), 0), DECIDED + SUM);
        assertRows(new Limit(new Sort(sums, List.of(by(column(sums, 0)))), Limit.Amount.rows(3), 0), "");
        assertRows(grouped(sums, column(sums, 1), call("max", TEXT, column(sums, 0))), DECIDED + SUM);
        assertRows(new SetOperation(SetOperation.Kind.UNION, true, List.of(sums, sums)), "");
        assertRows(new SetOperation(SetOperation.Kind.EXCEPT, true, List.of(sums, sums)), DECIDED + SUM);
        assertColumns(grouped(filtered, column(filtered, 0), call("count", NUMBER)), "", DECIDED + SUM);
        assertRows(
                new Aggregate(filtered, List.of(), List.of(List.of()), List.of(call("count", NUMBER)), List.of()), "");
    }

    @Test
    void joinsOverInexactValuesGiveInexactRows() {
        Expression near = new Expression.Comparison(
                Comparator.EQUAL, new Expression.Reference(1, FLOAT), new Expression.Reference(4, FLOAT));

        assertRows(new Join(JoinKind.INNER, sums, sums, List.of(near)), DECIDED + SUM);
        assertRows(new Join(JoinKind.SEMI, sums, sums, List.of(near)), DECIDED + SUM);
        assertRows(new Join(JoinKind.MARK, sums, sums, List.of(near)), "");
        assertColumns(new Join(JoinKind.MARK, sums, sums, List.of(near)), "", SUM, "", DECIDED + SUM);
        assertColumns(new Join(JoinKind.LEFT, sums, sums, List.of()), "", SUM, "", "", SUM, "");
    }

    @Test
    void numbersByInexactValuesAreInexactUnlessOthersTellTheRowsApart() {
        AggregateCall number = call("row_number", DataType.BIGINT);
        Relation bySum = new Window(sums, List.of(over(number, Frame.USUAL, by(column(sums, 1)))));
        Relation byText =
                new Window(sums, List.of(over(number, Frame.USUAL, by(column(sums, 0)), by(column(sums, 1)))));
        RowKeys byGroup = (relation, columns) -> columns.get(0);

        assertColumns(bySum, "", SUM, "", SUM);
        assertThat(new Exactness(byText, FUNCTIONS, byGroup, InexactInputs.NONE)
                        .of(byText)
                        .columns())
                .containsExactly("", SUM, "", "");
    }

    @Test
    void valuesThatStandForEqualIntervalsAreInexact() {
        String units = "equal intervals can have different units";

        assertColumns(
                grouped(
                        rows,
                        column(rows, 3),
                        call("max", INTERVAL, column(rows, 3)),
                        call("list", TEXT, column(rows, 3))),
                units,
                units,
                "");
        assertColumns(grouped(rows, column(rows, 0), distinct(call("list", INTERVAL, column(rows, 3)))), "", units);
        assertColumns(new Distinct(rows), "", "", "", units);
    }

    @Test
    void inexactInputsAreToldByName() {
        InexactInputs inputs = new InexactInputs() {
            @Override
            public boolean isInexact(String table, String column) {
                return table.equals("t") && column.equals("b");
            }

            @Override
            public boolean hasInexactRows(String table) {
                return table.equals("u");
            }
        };
        Relation other = scan("u", TEXT);

        assertThat(new Exactness(rows, FUNCTIONS, RowKeys.UNKNOWN, inputs)
                        .of(rows)
                        .columns())
                .containsExactly("", "t.b is inexact", "", "");
        assertThat(new Exactness(other, FUNCTIONS, RowKeys.UNKNOWN, inputs)
                        .of(other)
                        .rows())
                .isEqualTo("which rows u has is inexact");
    }

    @Test
    void whatAStepMakesInexactIsInexactEverywhere() {
        Relation seed = scan("s", TEXT, FLOAT);
        Relation.Recursed before = new Relation.Recursed(7, seed.columns());
        Relation same = new Recursion(7, seed, before, true);
        Relation sum =
                new Recursion(7, seed, grouped(before, column(before, 0), call("sum", FLOAT, column(before, 1))), true);

        assertColumns(same, "", "");
        assertColumns(sum, SUM, SUM);
        assertRows(sum, DECIDED + SUM);
    }

    @Test
    void reasonsAreToldByTheNamesOfColumns() {
        assertThat(precision(sums).reasons(List.of("day", "total", "number"))).containsExactly(Map.entry("total", SUM));
        assertThat(precision(new Distinct(sums)).reasons(List.of("day", "total", "number")))
                .containsExactly(Map.entry("total", SUM));
    }

    private static Relation grouped(Relation input, Expression group, AggregateCall... calls) {
        return new Aggregate(input, List.of(group), List.of(List.of(0)), List.of(calls), Collections.emptyList());
    }

    private static Precision precision(Relation relation) {
        return new Exactness(relation, FUNCTIONS, RowKeys.UNKNOWN, InexactInputs.NONE).of(relation);
    }

    private static void assertColumns(Relation relation, String... reasons) {
        assertThat(precision(relation).columns()).containsExactly(reasons);
    }

    private static void assertRows(Relation relation, String reason) {
        assertThat(precision(relation).rows()).isEqualTo(reason);
    }
}
