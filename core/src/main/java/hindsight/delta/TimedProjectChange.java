package hindsight.delta;

import hindsight.relation.Comparator;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * As time passes, values that follow the clock change in rows that do not.
 *
 * <pre>
 * Project k, ts > now()        UNION ALL
 *   R                            Project k, ts > new clock, weight
 *                                  change of R
 *                        →       Project k, ts > new clock, 1
 *                                  Filter ts > old clock IS DISTINCT FROM ts > new clock
 *                                    R, old, of the range in which they can differ
 *                                Project k, ts > old clock, -1
 *                                  the same rows
 * </pre>
 */
final class TimedProjectChange {
    private TimedProjectChange() {}

    static Relation of(Project project, Derivation derivation) {
        List<Relation> terms = new ArrayList<>();
        Project after = (Project) derivation.clock().at(project, Side.NEW);
        derivation.change(project.input()).ifPresent(change -> terms.add(RowwiseChange.of(after, change)));
        terms.add(turned(project, Side.NEW, 1, derivation));
        terms.add(turned(project, Side.OLD, -1, derivation));
        return Weights.together(terms);
    }

    private static Relation turned(Project project, Side side, long weight, Derivation derivation) {
        ClockMove clock = derivation.clock();
        Relation rows = derivation.state(project.input(), Side.OLD);
        List<Expression> conditions = new ArrayList<>();
        ClockRange.of(project.values(), clock).ifPresent(conditions::add);
        List<List<Expression>> differ = project.values().stream()
                .filter(clock::moves)
                .map(value -> differ(clock.at(value, Side.OLD), clock.at(value, Side.NEW)))
                .toList();
        if (differ.size() == 1) {
            conditions.addAll(differ.get(0));
        } else {
            conditions.add(new Expression.Junction(
                    false, differ.stream().map(TimedProjectChange::all).toList()));
        }
        return Weights.of(clock.at(project, side).over(List.of(new Filter(rows, conditions))), weight);
    }

    /** Conditions that together say whether the values differ: one that is easier to compute may come before. */
    private static List<Expression> differ(Expression then, Expression now) {
        List<Expression> conditions = new ArrayList<>();
        Divergence.of(then, now).ifPresent(conditions::add);
        conditions.add(new Expression.Comparison(Comparator.DISTINCT, told(then), told(now)));
        return conditions;
    }

    private static Expression all(List<Expression> conditions) {
        return conditions.size() == 1 ? conditions.get(0) : new Expression.Junction(true, conditions);
    }

    /** Values with parts are told apart by their text: the engine calls a month and thirty days equal, and zeros of any sign. */
    private static Expression told(Expression value) {
        return value.type().family() == TypeFamily.OTHER ? new Expression.Cast(value, DataType.VARCHAR, false) : value;
    }
}
