package hindsight.relation.canonical;

import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.schema.DataType;
import java.util.List;

/** Why values and rows are inexact. The empty text is no reason. */
final class Reasons {
    private static final String DECIDING = "an inexact value decides which rows there are: ";

    private Reasons() {}

    static String first(String a, String b) {
        return a.isEmpty() ? b : a;
    }

    /** Why a value computed from a row is inexact. */
    static String of(Expression expression, Precision row) {
        if (expression instanceof Reference reference) {
            return row.columns().get(reference.index());
        }
        return of(expression.children(), row);
    }

    /** Why one of several values is. */
    static String of(List<Expression> expressions, Precision row) {
        return expressions.stream()
                .map(expression -> of(expression, row))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Why rows are inexact that depend on a value. */
    static String deciding(String reason) {
        return reason.isEmpty() || reason.startsWith(DECIDING) ? reason : DECIDING + reason;
    }

    /** Why a value is inexact that stands for all that are equal to it. */
    static String ofUnits(DataType type) {
        return type.text().contains("INTERVAL") ? "equal intervals can have different units" : "";
    }
}
