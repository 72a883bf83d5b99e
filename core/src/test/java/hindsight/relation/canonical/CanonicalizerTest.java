package hindsight.relation.canonical;

import static hindsight.relation.canonical.Samples.FLOAT;
import static hindsight.relation.canonical.Samples.NUMBER;
import static hindsight.relation.canonical.Samples.TEXT;
import static hindsight.relation.canonical.Samples.by;
import static hindsight.relation.canonical.Samples.call;
import static hindsight.relation.canonical.Samples.canonical;
import static hindsight.relation.canonical.Samples.column;
import static hindsight.relation.canonical.Samples.distinct;
import static hindsight.relation.canonical.Samples.over;
import static hindsight.relation.canonical.Samples.plan;
import static hindsight.relation.canonical.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.Aggregate;
import hindsight.relation.AggregateCall;
import hindsight.relation.AsOfJoin;
import hindsight.relation.Comparator;
import hindsight.relation.DistinctOn;
import hindsight.relation.Expression;
import hindsight.relation.Frame;
import hindsight.relation.JoinKind;
import hindsight.relation.Limit;
import hindsight.relation.PositionalJoin;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.RelationPrinter;
import hindsight.relation.Sample;
import hindsight.relation.Sort;
import hindsight.relation.Window;
import hindsight.schema.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalizerTest {
    private static final Frame.Bound START = new Frame.Bound(Frame.Edge.UNBOUNDED_PRECEDING, List.of());
    private static final Frame.Bound HERE = new Frame.Bound(Frame.Edge.CURRENT_ROW, List.of());
    private static final DataType TEXTS = new DataType("VARCHAR[]");
    private static final Expression FLOATING = new Expression.Cast(new Expression.Reference(0, NUMBER), FLOAT, false);
    private static final AggregateCall NUMBERED = call("row_number", DataType.BIGINT);

    private static final AggregateCall NUMBER_OF = call("count", DataType.BIGINT);

    private final Relation rows = scan(NUMBER, TEXT, NUMBER);

    @Test
    void numbersRowsByAllColumnsBehindTheDeclaredOnes() {
        assertCanonical(new Window(rows, List.of(over(NUMBERED, Frame.USUAL, by(column(rows, 1))))), """
                Window row_number() over order by #1, #0, #2
                  Scan t (a, b, c)
                """);
    }

    @Test
    void tellsValuesApartThatTheEngineCallsEqual() {
        Relation values = scan(FLOAT, new DataType("INTERVAL"), new DataType("DOUBLE[]"));

        assertCanonical(new Window(values, List.of(over(NUMBERED, Frame.USUAL))), """
                Window row_number() over order by #0, signbit(#0), #1, #1::VARCHAR, #2, #2::VARCHAR
                  Scan t (a, b, c)
                """);
    }

    @Test
    void takesANumberForAColumnWhereRowsAreNumberedAgain() {
        assertCanonical(
                new Window(
                        rows,
                        List.of(
                                over(NUMBERED, Frame.USUAL, by(column(rows, 1))),
                                over(NUMBERED, Frame.USUAL, by(column(rows, 0))))),
                """
                Window row_number() over order by #0, #1, #2, #3
                  Window row_number() over order by #1, #0, #2
                    Scan t (a, b, c)
                """);
    }

    @Test
    void ordersRowsOfRowsFrames() {
        Frame frame = new Frame(Frame.Unit.ROWS, START, HERE, Frame.Exclusion.NO_OTHERS);

        assertCanonical(
                new Window(rows, List.of(over(call("max", NUMBER, column(rows, 0)), frame, by(column(rows, 2))))), """
                Window max(#0) over order by #2, #0, #1 rows unbounded preceding to current row
                  Scan t (a, b, c)
                """);
    }

    @Test
    void ordersValuesWithinFramesThatKeepTheirTies() {
        assertCanonical(
                new Window(
                        rows,
                        List.of(over(call("last_value", TEXT, column(rows, 1)), Frame.USUAL, by(column(rows, 0))))),
                """
                Window last_value(#1) over partition by #0 order by #1 rows unbounded preceding to unbounded following
                  Scan t (a, b, c)
                """);
        assertCanonical(
                new Window(
                        rows,
                        List.of(over(call("first_value", TEXT, column(rows, 1)), Frame.USUAL, by(column(rows, 0))))),
                """
                Window first_value(#1) over order by #0, #1
                  Scan t (a, b, c)
                """);
    }

    @Test
    void ordersAggregatesByTheirArguments() {
        AggregateCall list = call("list", TEXTS, column(rows, 1));

        assertCanonical(
                new Aggregate(
                        rows,
                        List.of(column(rows, 0)),
                        List.of(List.of(0)),
                        List.of(
                                OrderedAggregates.withOrders(list, List.of(by(column(rows, 2)))),
                                distinct(list),
                                call("any_value", TEXT, column(rows, 1)),
                                call("any_value", FLOAT, FLOATING)),
                        List.of()),
                """
                Aggregate by #0: list(#1 order by #2, #1), list(distinct #1 order by #1), min(#1), any_value(#0::DOUBLE order by \
                #0::DOUBLE, signbit(#0::DOUBLE))
                  Scan t (a, b, c)
                """);
    }

    @Test
    void takesTheOrderOfASubquery() {
        Relation sorted = new Project(new Sort(rows, List.of(by(column(rows, 2)))), List.of(column(rows, 1)));

        assertCanonical(
                new Aggregate(
                        sorted,
                        List.of(),
                        List.of(List.of()),
                        List.of(call("list", TEXTS, column(sorted, 0))),
                        List.of()),
                """
                Aggregate: list(#0 order by #1, #0)
                  Project #1, #2
                    Scan t (a, b, c)
                """);
        assertCanonical(new Limit(sorted, Limit.Amount.rows(3), 0), """
                Project #0
                  Limit 3 rows
                    Sort #1, #0
                      Project #1, #2
                        Scan t (a, b, c)
                """);
        assertCanonical(new Window(sorted, List.of(over(NUMBERED, Frame.USUAL))), """
                Project #0, #2
                  Window row_number() over order by #1, #0
                    Project #1, #2
                      Scan t (a, b, c)
                """);
    }

    @Test
    void takesTheLeastRowsWhereNoOrderIsDeclared() {
        assertCanonical(new Limit(rows, Limit.Amount.percent(10), 2), """
                Limit 10.0 % offset 2
                  Sort #0, #1, #2
                    Scan t (a, b, c)
                """);
    }

    @Test
    void choosesOneRowOfThoseWithEqualTargets() {
        assertCanonical(new DistinctOn(rows, List.of(column(rows, 0)), List.of(by(column(rows, 2)))), """
                DistinctOn #0 order by #2, #1
                  Scan t (a, b, c)
                """);
    }

    @Test
    void joinsPositionsByNumbers() {
        assertCanonical(new PositionalJoin(scan("l", TEXT), scan("r", NUMBER)), """
                Project #0, #2
                  Join FULL on #1 = #3
                    Window row_number() over order by #0
                      Scan l (a)
                    Window row_number() over order by #0
                      Scan r (a)
                """);
    }

    @Test
    void leavesOneOfSeveralRightRowsThatAreEquallyNear() {
        assertCanonical(nearest(JoinKind.LEFT), """
                AsOfJoin LEFT on #0 >= #1
                  Scan l (a)
                  DistinctOn #0 order by #1
                    Scan r (a, b)
                """);
    }

    @Test
    void dividesSumsByCounts() {
        Relation numbers = scan(NUMBER, new DataType("DECIMAL(9,2)"), FLOAT);

        Canonical.Plan plan = plan(new Aggregate(
                numbers,
                List.of(column(numbers, 0)),
                List.of(List.of(0)),
                List.of(
                        call("avg", FLOAT, column(numbers, 1)),
                        call("sum", new DataType("DECIMAL(38,2)"), column(numbers, 1)),
                        call("avg", FLOAT, column(numbers, 2)),
                        distinct(call("avg", FLOAT, column(numbers, 1)))),
                List.of()));

        assertThat(plan.differences()).containsExactly(Difference.AVERAGES);
        assertThat(RelationPrinter.print(plan.query().relation())).isEqualTo("""
                Project #0, (#1::DOUBLE / #3::DOUBLE), #1, #2, (#4::DOUBLE / #5::DOUBLE)
                  Aggregate by #0: sum(#1), avg(#2), count(#1), sum(distinct #1), count(distinct #1)
                    Scan t (a, b, c)
                """);
    }

    @Test
    void leavesAveragesWhereTheyAreToStay() {
        Relation average = new Aggregate(
                rows, List.of(), List.of(List.of()), List.of(call("avg", FLOAT, column(rows, 0))), List.of());
        Options options = new Options(Options.Averages.AS_WRITTEN, Options.Floats.AS_THEY_COME);

        assertThat(new Canonicalizer(Samples.FUNCTIONS, RowKeys.UNKNOWN, InexactInputs.NONE, options)
                        .canonical(Samples.query(average)))
                .isEqualTo(new Canonical.Plan(Samples.query(average), Set.of()));
    }

    @Test
    void addsFloatsInOneOrderWhereThatIsAskedFor() {
        Relation floats = scan(TEXT, FLOAT);
        Relation sums = new Aggregate(
                floats,
                List.of(column(floats, 0)),
                List.of(List.of(0)),
                List.of(
                        call("sum", FLOAT, column(floats, 1)),
                        distinct(call("sum", FLOAT, column(floats, 1))),
                        call("stddev", FLOAT, column(floats, 1))),
                List.of());
        Relation total = new Window(sums, List.of(over(call("sum", FLOAT, column(sums, 1)), Frame.USUAL)));
        Options options = new Options(Options.Averages.QUOTIENTS, Options.Floats.ORDERED);
        Canonicalizer ordering = new Canonicalizer(Samples.FUNCTIONS, RowKeys.UNKNOWN, InexactInputs.NONE, options);

        Canonical.Plan plan = (Canonical.Plan) ordering.canonical(Samples.query(total));
        Relation ordered = plan.query().relation();

        assertThat(plan.differences()).containsExactly(Difference.FLOATS);
        assertThat(RelationPrinter.print(ordered)).isEqualTo("""
                Window sum(#1 order by abs(#1), #1, signbit(#1)) over
                  Aggregate by #0: sum(#1 order by abs(#1), #1, signbit(#1)), sum(distinct #1 order by #1), \
                stddev(#1 order by abs(#1), #1, signbit(#1))
                    Scan t (a, b)
                """);
        assertThat(new Exactness(ordered, Samples.FUNCTIONS, RowKeys.UNKNOWN, InexactInputs.NONE)
                        .of(ordered)
                        .isExact())
                .isTrue();
        assertThat(((Canonical.Plan) ordering.canonical(plan.query())).query()).isSameAs(plan.query());
    }

    @Test
    void addsNothingWhereColumnsAreKnownToBeUnique() {
        Relation window = new Window(rows, List.of(over(NUMBERED, Frame.USUAL, by(column(rows, 1)))));
        Relation limit = new Limit(window, Limit.Amount.rows(1), 0);

        RowKeys second = (relation, columns) -> columns.get(1);
        RowKeys single = (relation, columns) -> true;

        assertThat(plan(window, second).query().relation()).isSameAs(window);
        assertThat(plan(limit, single).query().relation()).isSameAs(limit);
        assertThat(plan(nearest(JoinKind.FULL), single).differences()).isEmpty();
    }

    @Test
    void takesKeysFromThoseOfTheInputs() {
        Relation byKey = new Window(rows, List.of(over(NUMBERED, Frame.USUAL, by(column(rows, 1)))));
        Relation groups = new Aggregate(
                rows,
                List.of(column(rows, 0)),
                List.of(List.of(0)),
                List.of(call("max", TEXT, column(rows, 1))),
                List.of());
        Relation byGroup = new Window(groups, List.of(over(NUMBERED, Frame.USUAL, by(column(groups, 0)))));
        Relation one = new Limit(
                new Aggregate(rows, List.of(), List.of(List.of()), List.of(NUMBER_OF), List.of()),
                Limit.Amount.rows(1),
                0);

        RowKeys declared = RowKeys.following(Map.of("t", List.of(List.of("B"))));
        RowKeys none = RowKeys.following(Map.of());

        assertThat(plan(byKey, declared).query().relation()).isSameAs(byKey);
        assertThat(plan(byKey, none).differences()).contains(Difference.TIES);
        assertThat(plan(byGroup, none).query().relation()).isSameAs(byGroup);
        assertThat(plan(one, none).query().relation()).isSameAs(one);
    }

    @Test
    void leavesAloneWhatHasOneResult() {
        Frame whole = new Frame(
                Frame.Unit.ROWS,
                START,
                new Frame.Bound(Frame.Edge.UNBOUNDED_FOLLOWING, List.of()),
                Frame.Exclusion.CURRENT_ROW);
        for (Relation relation : List.of(
                new Window(rows, List.of(over(call("rank", DataType.BIGINT), Frame.USUAL, by(column(rows, 0))))),
                new Window(rows, List.of(over(call("max", NUMBER, column(rows, 0)), whole))),
                new Limit(rows, Limit.Amount.rows(0), 0),
                new Limit(rows, Limit.Amount.ALL, 0),
                new Limit(
                        new Sort(rows, List.of(by(column(rows, 2)), by(column(rows, 0)), by(column(rows, 1)))),
                        Limit.Amount.rows(3),
                        0),
                new Sort(rows, List.of(by(column(rows, 2)))))) {
            assertThat(plan(relation).query().relation()).isSameAs(relation);
            assertThat(plan(relation).differences()).isEmpty();
        }
    }

    @Test
    void refusesWhatNoOrderMakesTheSameEachTime() {
        Frame undecided = new Frame(Frame.Unit.ROWS, START, HERE, Frame.Exclusion.TIES);
        Expression chance = new Expression.Call("random", List.of(), List.of(), FLOAT);

        assertRefused(new Sample(rows, "10", true, "system"), "it samples rows by chance");
        assertRefused(
                nearest(JoinKind.FULL), "its ASOF FULL JOIN takes any of several right rows that are equally near");
        assertRefused(
                new Window(rows, List.of(over(call("max", NUMBER, column(rows, 0)), undecided, by(column(rows, 0))))),
                "a window with a ROWS frame leaves out rows that tie, and so does not say which rows it counts");
        assertRefused(
                new Window(rows, List.of(over(call("fill", NUMBER, column(rows, 0)), Frame.USUAL))),
                "fill may give another result for the same rows");
        assertRefused(
                new Project(rows, List.of(new Expression.Attempt(chance))),
                "it calls random, whose result does not follow from its arguments");
    }

    private static AsOfJoin nearest(JoinKind kind) {
        Relation left = scan("l", NUMBER);
        Relation right = scan("r", NUMBER, TEXT);
        return new AsOfJoin(
                kind,
                left,
                right,
                List.of(new Expression.Comparison(
                        Comparator.GREATER_OR_EQUAL, column(left, 0), new Expression.Reference(1, NUMBER))));
    }

    private static void assertCanonical(Relation relation, String expected) {
        Canonical.Plan plan = plan(relation);
        assertThat(RelationPrinter.print(plan.query().relation())).isEqualTo(expected);
        assertThat(plan.differences()).contains(Difference.TIES);
        assertThat(plan(plan.query().relation()).query().relation())
                .isSameAs(plan.query().relation());
    }

    private static void assertRefused(Relation relation, String reason) {
        assertThat(canonical(relation)).isInstanceOfSatisfying(Canonical.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.hint()).isNotEmpty();
        });
    }
}
