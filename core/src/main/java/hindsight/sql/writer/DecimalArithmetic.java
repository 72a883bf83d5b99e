package hindsight.sql.writer;

import hindsight.relation.Expression;
import hindsight.schema.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Operators on decimals. The engine makes both sides as wide as the result needs before it adds or multiplies; written like that, they
 * would be made wider once more.
 */
final class DecimalArithmetic {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final Map<String, Integer> INTEGER_DIGITS =
            Map.of("TINYINT", 3, "SMALLINT", 5, "INTEGER", 10, "BIGINT", 19);
    private static final int NARROW = 18;
    private static final int WIDEST = 38;

    private DecimalArithmetic() {}

    static boolean is(Expression.Call call) {
        return call.arguments().size() == 2
                && !Character.isLetter(call.function().charAt(0))
                && DECIMAL.matcher(call.type().text()).matches();
    }

    /** The call with sides that give its type when they are written as they are; none where there are no such sides. */
    static Optional<Expression.Call> plain(Expression.Call call) {
        boolean product = call.function().equals("*");
        Expression left = bare(call.arguments().get(0), product);
        Expression right = bare(call.arguments().get(1), product);
        int[] a = digits(left.type());
        int[] b = digits(right.type());
        boolean known =
                product || call.function().equals("+") || call.function().equals("-");
        return known && a.length > 0 && b.length > 0 && call.type().equals(product ? product(a, b) : sum(a, b))
                ? Optional.of(new Expression.Call(call.function(), List.of(left, right), List.of(), call.type()))
                : Optional.empty();
    }

    private static Expression bare(Expression side, boolean product) {
        if (!(side instanceof Expression.Cast cast) || cast.lenient()) {
            return side;
        }
        int[] from = digits(cast.value().type());
        int[] to = digits(cast.type());
        boolean widens = from.length > 0 && to.length > 0 && from[0] <= to[0] && from[1] <= to[1];
        return widens && (!product || from[1] == to[1]) ? cast.value() : side;
    }

    /** Digits before and behind the point; empty for what is no exact number. */
    private static int[] digits(DataType type) {
        Matcher decimal = DECIMAL.matcher(type.text());
        if (decimal.matches()) {
            int scale = Integer.parseInt(decimal.group(2));
            return new int[] {Integer.parseInt(decimal.group(1)) - scale, scale};
        }
        Integer digits = INTEGER_DIGITS.get(type.text());
        return digits == null ? new int[0] : new int[] {digits, 0};
    }

    private static DataType sum(int[] a, int[] b) {
        int scale = Math.max(a[1], b[1]);
        return decimal(Math.min(Math.max(a[0], b[0]) + scale + 1, WIDEST), scale);
    }

    /** Products of what fits into 64 bits stay there as long as their scale allows. */
    private static DataType product(int[] a, int[] b) {
        int scale = a[1] + b[1];
        int width = a[0] + b[0] + scale;
        boolean narrow = Math.max(a[0] + a[1], b[0] + b[1]) <= NARROW && scale < NARROW;
        return decimal(Math.min(width, narrow ? NARROW : WIDEST), scale);
    }

    private static DataType decimal(int width, int scale) {
        return new DataType("DECIMAL(" + width + "," + scale + ")");
    }
}
