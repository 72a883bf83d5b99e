package hindsight.project;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the value of a variable into the SQL literal of its type: number, truth, date, timestamp or string. */
final class SqlLiterals {
    /** What a variable holds when its value was rejected; never reaches an engine. */
    static final String UNKNOWN = "NULL";

    private static final int MAX_DIGITS = 38;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+\\.[0-9]*)");
    private static final Pattern EXPONENT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)[eE][-+]?[0-9]{1,4}");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIMESTAMP =
            Pattern.compile(DATE + "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?");

    private SqlLiterals() {}

    /** The literal; empty after rejecting the value at its place. */
    static Optional<String> of(YamlValue value) {
        return value.scalar()
                .flatMap(scalar -> scalar.plain() ? typed(value, scalar.text()) : string(value, scalar.text()));
    }

    private static Optional<String> typed(YamlValue value, String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return value.truth().map(truth -> truth ? "TRUE" : "FALSE");
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return integer(value, new BigInteger(text.substring(2), 16));
        }
        if (INTEGER.matcher(text).matches()) {
            return text.matches("[-+]?0[0-9]+") ? rejectZeros(value, text) : integer(value, new BigInteger(text));
        }
        if (DECIMAL.matcher(text).matches()) {
            return decimal(value, new BigDecimal(text));
        }
        if (EXPONENT.matcher(text).matches()) {
            return floating(value, text);
        }
        if (NOT_FINITE.matcher(text).matches()) {
            return reject(value, Quoted.of(text) + " is not a finite number", "");
        }
        boolean date = DATE.matcher(text).matches();
        return date || TIMESTAMP.matcher(text).matches() ? moment(value, text, date) : string(value, text);
    }

    private static Optional<String> integer(YamlValue value, BigInteger number) {
        return number.abs().toString().length() > MAX_DIGITS
                ? rejectDigits(value)
                : Optional.of(signed(number.toString()));
    }

    private static Optional<String> decimal(YamlValue value, BigDecimal number) {
        if (Math.max(number.precision(), number.scale()) > MAX_DIGITS) {
            return rejectDigits(value);
        }
        return Optional.of(signed(number.toPlainString() + (number.scale() <= 0 ? ".0" : "")));
    }

    private static Optional<String> floating(YamlValue value, String text) {
        return Double.isInfinite(Double.parseDouble(text))
                ? reject(value, Quoted.of(text) + " is too large for a number", "")
                : Optional.of("CAST('" + text + "' AS DOUBLE)");
    }

    private static Optional<String> moment(YamlValue value, String text, boolean date) {
        try {
            if (date) {
                LocalDate.parse(text);
                return Optional.of("DATE '" + text + "'");
            }
            LocalDateTime.parse(text.replace(' ', 'T'));
            return Optional.of("TIMESTAMP '" + text.replace('T', ' ') + "'");
        } catch (DateTimeException e) {
            return reject(value, "there is no date " + Quoted.of(text), "Put it in quotes if it is meant as text");
        }
    }

    private static Optional<String> string(YamlValue value, String text) {
        if (text.contains("${env:")) {
            return value.text();
        }
        return text.indexOf('\0') >= 0
                ? reject(value, "the text holds the character NUL", "Remove it")
                : Optional.of("'" + text.replace("'", "''") + "'");
    }

    /** In parentheses where negative, because {@code 1-${x}} would begin a comment otherwise. */
    private static String signed(String number) {
        return number.startsWith("-") ? "(" + number + ")" : number;
    }

    private static Optional<String> rejectZeros(YamlValue value, String text) {
        return reject(
                value,
                Quoted.of(text) + " may mean a number or a text",
                "Put it in quotes if it is a text, or remove the zeros in front");
    }

    private static Optional<String> rejectDigits(YamlValue value) {
        return reject(value, "the number has more than " + MAX_DIGITS + " digits", "Put it in quotes if it is a text");
    }

    private static Optional<String> reject(YamlValue value, String reason, String hint) {
        value.reject("invalid-variable", reason, hint);
        return Optional.empty();
    }
}
