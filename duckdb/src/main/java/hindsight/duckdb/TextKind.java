package hindsight.duckdb;

import hindsight.project.CsvOptions;
import hindsight.sql.Literal;
import java.util.Optional;

/**
 * What a text can be read as without losing anything of it: {@code 007} is no number, for it would lose its zeros. Each kind is a bit, so
 * that the kinds of a column are the disjunction over its values.
 */
enum TextKind {
    TEXT(1),
    BOOLEAN(2),
    /** Within BIGINT. */
    INTEGER(4),
    /** Beyond BIGINT, within HUGEINT. */
    HUGE(8),
    DECIMAL(16),
    /** With an exponent. */
    FLOATING(32),
    DATE(64),
    TIMESTAMP(128),
    /** A timestamp finer than microseconds. */
    NANOSECONDS(256),
    /** A timestamp with an offset. */
    ZONED(512),
    /** A JSON object or array. */
    NESTED(1024),
    /** A JSON string. */
    STRING(2048);

    static final String INTEGER_FORM = "\\s*-?(0|[1-9][0-9]*)\\s*";
    static final String DECIMAL_FORM = "\\s*-?(0|[1-9][0-9]*)?\\.[0-9]+\\s*";
    private static final String FLOATING_FORM = "\\s*-?[0-9]+(\\.[0-9]+)?[eE][+-]?[0-9]+\\s*";
    private static final String MOMENT_FORM =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6}0*)?)?";
    private static final String FINE_FORM = "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{7,9}";
    private static final String OFFSET_FORM = "( ?(Z|[+-][0-9]{2}(:?[0-9]{2})?))";

    private final int bit;

    TextKind(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }

    boolean isIn(int kinds) {
        return (kinds & bit) != 0;
    }

    static int bits(TextKind... kinds) {
        int bits = 0;
        for (TextKind kind : kinds) {
            bits |= kind.bit;
        }
        return bits;
    }

    /** SQL of the bit of a text's kind, 0 for NULL. Letters sort after digits, so one comparison sets words apart from numbers. */
    static String ofText(String text, CsvOptions options) {
        return "CASE WHEN " + text + " IS NULL THEN 0" + stated(text, options.dateFormat(), DATE)
                + stated(text, options.timestampFormat(), zoned(options) ? ZONED : TIMESTAMP)
                + " WHEN " + text + " >= ':' THEN CASE WHEN lower(" + text + ") IN ('true', 'false') THEN "
                + BOOLEAN.bit() + " ELSE " + TEXT.bit() + " END WHEN " + text + " LIKE '____-__-__%' THEN "
                + ofMoment(text) + " ELSE " + ofNumber(text) + " END";
    }

    /** SQL of the bit of a JSON value's kind, 0 for null. */
    static String ofJson(String json) {
        String text = "(" + json + "->>'$')";
        return "CASE json_type(" + json + ") WHEN 'VARCHAR' THEN " + STRING.bit() + " | CASE WHEN " + text
                + " LIKE '____-__-__%' THEN " + ofMoment(text) + " ELSE " + TEXT.bit()
                + " END WHEN 'BOOLEAN' THEN " + BOOLEAN.bit() + " WHEN 'BIGINT' THEN " + INTEGER.bit()
                + " WHEN 'UBIGINT' THEN " + ofNumber(text) + " WHEN 'HUGEINT' THEN " + HUGE.bit()
                + " WHEN 'DOUBLE' THEN " + ofNumber(text) + " WHEN 'OBJECT' THEN " + NESTED.bit()
                + " WHEN 'ARRAY' THEN " + NESTED.bit() + " ELSE 0 END";
    }

    private static boolean zoned(CsvOptions options) {
        return options.timestampFormat().filter(format -> format.contains("%z")).isPresent();
    }

    private static String stated(String text, Optional<String> format, TextKind kind) {
        return format.map(pattern -> " WHEN try_strptime(" + text + ", " + Literal.string(pattern)
                        + ") IS NOT NULL THEN " + kind.bit())
                .orElse("");
    }

    private static String ofMoment(String text) {
        return "CASE WHEN length(" + text + ") = 10 AND try_cast(" + text + " AS DATE)::VARCHAR = " + text + " THEN "
                + DATE.bit()
                + matches(text, MOMENT_FORM, "TIMESTAMP", TIMESTAMP)
                + matches(text, FINE_FORM, "TIMESTAMP_NS", NANOSECONDS)
                + matches(text, MOMENT_FORM + OFFSET_FORM, "TIMESTAMPTZ", ZONED)
                + " ELSE " + TEXT.bit() + " END";
    }

    private static String ofNumber(String text) {
        return "CASE WHEN contains(" + text + ", '.') OR contains(lower(" + text
                + "), 'e') THEN CASE WHEN regexp_full_match("
                + text + ", '" + DECIMAL_FORM + "') THEN " + DECIMAL.bit()
                + matches(text, FLOATING_FORM, "DOUBLE", FLOATING)
                + " ELSE " + TEXT.bit() + " END WHEN try_cast(" + text + " AS BIGINT)::VARCHAR = " + text + " THEN "
                + INTEGER.bit() + matches(text, INTEGER_FORM, "BIGINT", INTEGER)
                + matches(text, INTEGER_FORM, "HUGEINT", HUGE) + " ELSE " + TEXT.bit() + " END";
    }

    private static String matches(String text, String form, String type, TextKind kind) {
        return " WHEN regexp_full_match(" + text + ", '" + form + "') AND try_cast(" + text + " AS " + type
                + ") IS NOT NULL THEN " + kind.bit();
    }
}
