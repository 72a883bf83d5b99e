package hindsight.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column, by the canonical name that DuckDB gives it, such as {@code BIGINT}, {@code DECIMAL(12,2)} or
 * {@code STRUCT(a INTEGER)}.
 */
public record DataType(String text) {
    public static final DataType BIGINT = new DataType("BIGINT");
    public static final DataType INTEGER = new DataType("INTEGER");
    public static final DataType DOUBLE = new DataType("DOUBLE");
    public static final DataType VARCHAR = new DataType("VARCHAR");
    public static final DataType BOOLEAN = new DataType("BOOLEAN");
    public static final DataType DATE = new DataType("DATE");
    public static final DataType TIMESTAMP = new DataType("TIMESTAMP");

    private static final List<String> SIGNED = List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT");
    private static final List<String> UNSIGNED = List.of("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT");
    private static final List<Integer> SIGNED_DIGITS = List.of(3, 5, 10, 19, 39);
    private static final List<Integer> UNSIGNED_DIGITS = List.of(3, 5, 10, 20, 39);
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final String NANOSECONDS = "TIMESTAMP_NS";
    private static final List<String> DATE_TIMES =
            List.of("DATE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", NANOSECONDS);
    private static final int MAX_DECIMAL_WIDTH = 38;

    public DataType {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a type has a name");
        }
    }

    public TypeFamily family() {
        String name = canonical();
        if (SIGNED.contains(name) || UNSIGNED.contains(name)) {
            return TypeFamily.INTEGER;
        }
        if (DATE_TIMES.contains(name)) {
            return TypeFamily.DATE_TIME;
        }
        if (DECIMAL.matcher(name).matches()) {
            return TypeFamily.DECIMAL;
        }
        return switch (name) {
            case "FLOAT", "DOUBLE" -> TypeFamily.FLOATING;
            case "BOOLEAN" -> TypeFamily.BOOLEAN;
            case "VARCHAR" -> TypeFamily.TEXT;
            case "TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE" -> TypeFamily.ZONED;
            default -> TypeFamily.OTHER;
        };
    }

    /** The narrowest type that holds every value of both without changing any; empty where there is none. */
    public Optional<DataType> widen(DataType other) {
        if (text.equalsIgnoreCase(other.text)) {
            return Optional.of(this);
        }
        boolean exactNumbers = isExactNumber() && other.isExactNumber();
        if (!exactNumbers && family() != other.family()) {
            return Optional.empty();
        }
        if (exactNumbers) {
            return family() == TypeFamily.INTEGER && other.family() == TypeFamily.INTEGER
                    ? widenIntegers(other)
                    : widenDecimals(other);
        }
        return switch (family()) {
            case FLOATING -> Optional.of(DOUBLE);
            case DATE_TIME -> widenMoments(other);
            case INTEGER, DECIMAL, TEXT, BOOLEAN, ZONED, OTHER -> Optional.empty();
        };
    }

    private String canonical() {
        return text.toUpperCase(Locale.ROOT);
    }

    private boolean isExactNumber() {
        return family() == TypeFamily.INTEGER || family() == TypeFamily.DECIMAL;
    }

    private Optional<DataType> widenIntegers(DataType other) {
        int signed = Math.max(SIGNED.indexOf(canonical()), SIGNED.indexOf(other.canonical()));
        int unsigned = Math.max(UNSIGNED.indexOf(canonical()), UNSIGNED.indexOf(other.canonical()));
        if (signed < 0) {
            return Optional.of(new DataType(UNSIGNED.get(unsigned)));
        }
        int needed = Math.max(signed, unsigned + 1);
        return needed < SIGNED.size() ? Optional.of(new DataType(SIGNED.get(needed))) : Optional.empty();
    }

    /** Nanoseconds reach from 1677 to 2262 only, so they hold the values of no other type. */
    private Optional<DataType> widenMoments(DataType other) {
        if (canonical().equals(NANOSECONDS) || other.canonical().equals(NANOSECONDS)) {
            return Optional.empty();
        }
        return Optional.of(DATE_TIMES.indexOf(canonical()) > DATE_TIMES.indexOf(other.canonical()) ? this : other);
    }

    private Optional<DataType> widenDecimals(DataType other) {
        int scale = Math.max(scale(), other.scale());
        int width = Math.max(integerDigits(), other.integerDigits()) + scale;
        return width <= MAX_DECIMAL_WIDTH
                ? Optional.of(new DataType("DECIMAL(" + width + "," + scale + ")"))
                : Optional.empty();
    }

    /** Digits behind the point; 0 of types that have none. */
    public int scale() {
        Matcher decimal = DECIMAL.matcher(canonical());
        return decimal.matches() ? Integer.parseInt(decimal.group(2)) : 0;
    }

    /** Digits before the point of an integer or decimal type. */
    public int integerDigits() {
        Matcher decimal = DECIMAL.matcher(canonical());
        if (decimal.matches()) {
            return Integer.parseInt(decimal.group(1)) - Integer.parseInt(decimal.group(2));
        }
        int signed = SIGNED.indexOf(canonical());
        return signed >= 0 ? SIGNED_DIGITS.get(signed) : UNSIGNED_DIGITS.get(UNSIGNED.indexOf(canonical()));
    }

    @Override
    public String toString() {
        return text;
    }
}
