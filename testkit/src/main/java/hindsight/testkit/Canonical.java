package hindsight.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Values as text that is equal for equal values, whatever the width, the scale or the kind of timestamp they are kept in. */
public final class Canonical {
    private static final String MIDNIGHT = " 00:00:00";

    private Canonical() {}

    /** @param value as {@link hindsight.history.Rows#value} gives it, but not null */
    public static String text(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof BigInteger) {
            return value.toString();
        }
        if (value instanceof BigDecimal decimal) {
            BigDecimal plain = decimal.stripTrailingZeros();
            return plain.signum() == 0 ? "0" : plain.toPlainString();
        }
        String text = value.toString();
        boolean midnight = text.matches("\\d{4}-\\d{2}-\\d{2} 00:00:00(\\.0+)?");
        return midnight ? text.substring(0, text.indexOf(MIDNIGHT)) : text;
    }
}
