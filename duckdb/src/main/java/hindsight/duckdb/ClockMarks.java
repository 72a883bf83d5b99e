package hindsight.duckdb;

import hindsight.relation.Expression;
import hindsight.schema.DataType;
import hindsight.sql.Literal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps calls that read the clock in plans. While the engine binds, it computes what is made of constants, and it takes the clock for one:
 * of {@code current_date - 30}, its plan would have today's date. So a text is bound over macros that the engine cannot compute: each raises
 * an error that tells its name, and is read as a call again.
 */
final class ClockMarks {
    private static final String MARK = "hindsight clock: ";
    /** What is added to the argument of {@code age}, which may be a constant, too. */
    private static final String NOTHING = "nothing";

    private static final DataType DAY = new DataType("DATE");
    private static final DataType MOMENT = new DataType("TIMESTAMP");

    private static final Map<String, String> DEFINITIONS = ClockMacros.definitions(
            new ClockMacros.Readings(
                    mark("now", "TIMESTAMPTZ"),
                    mark("current_date", "DATE"),
                    mark("get_current_time", "TIMETZ"),
                    mark("current_localtime", "TIME"),
                    mark("current_localtimestamp", "TIMESTAMP")),
            "age(x) AS system.main.age(x + " + mark(NOTHING, "INTERVAL") + "), (x, y) AS system.main.age(x, y)");

    private ClockMarks() {}

    private static String mark(String name, String type) {
        return "CAST(error(" + Literal.string(MARK + name) + ") AS " + type + ")";
    }

    /** Macros that mark what a text reads of the clock; none where it names nothing of it. */
    static List<String> macros(String sql) {
        return ClockMacros.named(sql, DEFINITIONS);
    }

    /** Whether an error came of computing a mark. */
    static boolean areIn(String message) {
        return message.contains(MARK);
    }

    /** The call that stands in a text where its plan has a mark that is cast. */
    static Optional<Expression> read(Expression value, DataType type) {
        boolean marked = value instanceof Expression.Call call
                && call.function().equals("error")
                && call.arguments().get(0) instanceof Expression.Constant constant
                && constant.text().startsWith(MARK);
        return marked
                ? Optional.of(new Expression.Call(
                        ((Expression.Constant) value.children().get(0)).text().substring(MARK.length()),
                        List.of(),
                        List.of(),
                        type))
                : Optional.empty();
    }

    /** A call, or what it adds nothing to: a day as the moment at which it begins, as that is what has an age. */
    static Expression unmarked(Expression.Call call) {
        boolean adds = call.arguments().size() == 2
                && call.arguments().get(1) instanceof Expression.Call nothing
                && nothing.function().equals(NOTHING);
        if (!adds) {
            return call;
        }
        Expression value = call.arguments().get(0);
        return value.type().equals(DAY) ? new Expression.Cast(value, MOMENT, false) : value;
    }
}
