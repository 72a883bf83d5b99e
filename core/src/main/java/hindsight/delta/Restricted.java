package hindsight.delta;

import hindsight.relation.Expression;
import hindsight.relation.Join;
import hindsight.relation.JoinKind;
import hindsight.relation.Relation;
import hindsight.relation.rule.Expressions;
import java.util.List;
import java.util.Map;

/** Some rows of relations whose inputs stand still, found as touched keys are computed anew: what they do not need is not computed. */
public final class Restricted {
    private Restricted() {}

    /**
     * The rows whose values are among some others, NULLs being alike.
     *
     * @param values over a row, one for each column of {@code keys}
     * @throws TooLargeException when the query would have too many operators
     */
    public static Relation rows(Relation relation, Relation keys, List<Expression> values) {
        return restriction().of(relation, Keys.of(keys, values));
    }

    /**
     * The rows of a join's right side that meet conditions with some left rows.
     *
     * @param rows some of the left side
     * @param conditions over a left row followed by a right one
     * @throws TooLargeException when the query would have too many operators
     */
    public static Relation partners(Relation rows, Relation right, List<Expression> conditions) {
        int left = rows.columns().size();
        int width = right.columns().size();
        Keys keys = Matches.of(new Join(JoinKind.SEMI, rows, right, conditions)).keysOfLeft(rows);
        List<Expression> mirrored = conditions.stream()
                .map(condition -> Expressions.moved(condition, index -> index < left ? index + width : index - left))
                .toList();
        return new Join(JoinKind.SEMI, restriction().of(right, keys), rows, mirrored);
    }

    private static Restriction restriction() {
        return new Restriction(new States(Map.of(), ClockMove.NONE), Side.NEW);
    }
}
