package hindsight.delta;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * As time passes, rows come into a filter and drop out of it.
 *
 * <pre>
 * Filter ts > now()        UNION ALL
 *   R                        Filter ts > new clock
 *                    →         change of R
 *                            Project with weight 1 where ts > new clock, else -1
 *                              Filter (ts > old clock) IS TRUE differs from (ts > new clock) IS TRUE
 *                                R, old, of the range in which they can differ
 * </pre>
 */
final class TimedFilterChange {
    private TimedFilterChange() {}

    static Relation of(Filter filter, Derivation derivation) {
        ClockMove clock = derivation.clock();
        List<Relation> terms = new ArrayList<>();
        derivation
                .change(filter.input())
                .ifPresent(change -> terms.add(clock.at(filter, Side.NEW).over(List.of(change))));
        Expression before = held(clock, filter, Side.OLD);
        Expression after = held(clock, filter, Side.NEW);
        List<Expression> conditions = new ArrayList<>();
        ClockRange.of(filter.conditions(), clock).ifPresent(conditions::add);
        conditions.add(new Expression.Comparison(Comparator.NOT_EQUAL, before, after));
        Relation turned = new Filter(derivation.state(filter.input(), Side.OLD), conditions);
        List<Expression> values = Weights.references(turned.columns(), 0);
        values.add(new Expression.Case(List.of(after), List.of(weight("1")), weight("-1")));
        terms.add(new Project(turned, values));
        return Weights.together(terms);
    }

    /** Whether a row passes: never NULL. */
    private static Expression held(ClockMove clock, Filter filter, Side side) {
        Filter sided = (Filter) clock.at(filter, side);
        List<Expression> conditions = sided.conditions();
        Expression all = conditions.size() == 1 ? conditions.get(0) : new Expression.Junction(true, conditions);
        return new Expression.Coalesce(List.of(all, new Expression.Constant("false", DataType.BOOLEAN)));
    }

    private static Expression weight(String weight) {
        return new Expression.Constant(weight, DataType.BIGINT);
    }
}
