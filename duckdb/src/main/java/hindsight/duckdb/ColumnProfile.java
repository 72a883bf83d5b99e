package hindsight.duckdb;

import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;

/**
 * What the texts of a column have in common.
 *
 * @param kinds bits of {@link TextKind}
 * @param whole most digits before the point
 * @param scale most digits after the point, as written
 * @param digits most significant digits
 */
record ColumnProfile(int kinds, int whole, int scale, int digits) {
    static final ColumnProfile NOTHING = new ColumnProfile(0, 0, 0, 0);
    static final DataType JSON = new DataType("JSON");

    private static final int WIDTH = 18;
    private static final int MAX_WIDTH = 38;
    private static final int MAX_SCALE = 9;
    /** Every decimal of as many digits comes back from a DOUBLE as it was. */
    private static final int FLOATING_DIGITS = 15;
    /** As many are written by programs that print a DOUBLE in full. */
    private static final int PRINTED_DIGITS = 17;

    private static final int NUMBERS =
            TextKind.bits(TextKind.INTEGER, TextKind.HUGE, TextKind.DECIMAL, TextKind.FLOATING);

    boolean isEmpty() {
        return kinds == 0;
    }

    ColumnProfile and(ColumnProfile other) {
        return new ColumnProfile(
                kinds | other.kinds,
                Math.max(whole, other.whole),
                Math.max(scale, other.scale),
                Math.max(digits, other.digits));
    }

    /** The type that holds every text without loss, VARCHAR where there is no narrower one; JSON where JSON values differ in kind. */
    DataType type() {
        if (TextKind.NESTED.isIn(kinds) || TextKind.STRING.isIn(kinds) && hasAny(NUMBERS | TextKind.BOOLEAN.bit())) {
            return JSON;
        }
        if (isEmpty()) {
            return DataType.VARCHAR;
        }
        if (isOnly(TextKind.BOOLEAN.bit())) {
            return DataType.BOOLEAN;
        }
        if (isOnly(NUMBERS)) {
            return number();
        }
        return moment();
    }

    /** As {@link #type}, but numbers stay exact when they are to join exact ones. */
    DataType typeToJoin(DataType remembered) {
        boolean exact = remembered.family() == TypeFamily.INTEGER || remembered.family() == TypeFamily.DECIMAL;
        boolean joins = exact && isOnly(NUMBERS) && !TextKind.FLOATING.isIn(kinds) && whole + scale <= MAX_WIDTH;
        return joins && scale > 0 ? decimal(Math.max(1, whole + scale), scale) : type();
    }

    private DataType number() {
        if (TextKind.FLOATING.isIn(kinds)) {
            return whole <= FLOATING_DIGITS ? DataType.DOUBLE : DataType.VARCHAR;
        }
        if (!TextKind.DECIMAL.isIn(kinds)) {
            return TextKind.HUGE.isIn(kinds) ? new DataType("HUGEINT") : DataType.BIGINT;
        }
        if (scale <= MAX_SCALE && whole + scale <= WIDTH) {
            return decimal(WIDTH, scale);
        }
        if (digits <= PRINTED_DIGITS && whole <= FLOATING_DIGITS) {
            return DataType.DOUBLE;
        }
        return whole + scale <= MAX_WIDTH ? decimal(MAX_WIDTH, scale) : DataType.VARCHAR;
    }

    private DataType moment() {
        int plain = kinds & ~TextKind.STRING.bit();
        if (plain == TextKind.DATE.bit()) {
            return DataType.DATE;
        }
        if (plain == TextKind.ZONED.bit()) {
            return new DataType("TIMESTAMP WITH TIME ZONE");
        }
        if ((plain & ~TextKind.bits(TextKind.DATE, TextKind.TIMESTAMP)) == 0) {
            return DataType.TIMESTAMP;
        }
        return (plain & ~TextKind.bits(TextKind.DATE, TextKind.TIMESTAMP, TextKind.NANOSECONDS)) == 0
                ? new DataType("TIMESTAMP_NS")
                : DataType.VARCHAR;
    }

    private static DataType decimal(int width, int scale) {
        return new DataType("DECIMAL(" + width + "," + scale + ")");
    }

    private boolean isOnly(int wanted) {
        return kinds != 0 && (kinds & ~wanted) == 0;
    }

    private boolean hasAny(int wanted) {
        return (kinds & wanted) != 0;
    }
}
