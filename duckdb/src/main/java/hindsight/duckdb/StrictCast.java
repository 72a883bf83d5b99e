package hindsight.duckdb;

import hindsight.project.CsvOptions;
import hindsight.schema.DataType;
import hindsight.schema.TypeFamily;
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SQL that reads a value as a type and notices when anything of it is lost. DuckDB's own casts round 1.5 to 2 and cut the time from a
 * timestamp without a word. It stands over a SELECT that gives the value and {@link #inner} beside each other.
 *
 * @param value name of the value as it is scanned
 * @param name of the value in its type
 * @param cast the value in its type, NULL where it cannot be had
 * @param fits conditions over {@code value} and {@code name}, the cheap and common one first; none: every value fits
 */
record StrictCast(String value, String name, String cast, List<String> fits) {
    /** What the engine says when a value does not fit. */
    static final String MARK = "hindsight: a value does not fit";

    StrictCast {
        fits = List.copyOf(fits);
    }

    /** How freely a number may be written. */
    enum Spelling {
        /** As {@link TextKind} reads it: a number with leading zeros is a text. */
        PLAIN,
        /** The user said that it is a number: leading zeros and a plus sign do not matter. */
        FREE
    }

    /** Name under which the value of a scanned column stands. */
    static String value(int column) {
        return "v" + column;
    }

    /** Reads a value of type {@code from}. */
    static StrictCast of(int column, DataType from, DataType to) {
        String value = value(column);
        String name = "x" + column;
        if (from.equals(to)) {
            return new StrictCast(value, name, value, List.of());
        }
        boolean lossless = from.widen(to).filter(to::equals).isPresent() && !from.equals(DataType.DATE);
        return lossless
                ? new StrictCast(value, name, value + "::" + to.text(), List.of())
                : new StrictCast(
                        value, name, tried(value, to), List.of(tried(name, from) + " IS NOT DISTINCT FROM " + value));
    }

    /** Reads a text. */
    static StrictCast ofText(int column, DataType to, CsvOptions options, Spelling spelling) {
        String value = value(column);
        String name = "x" + column;
        if (to.equals(DataType.VARCHAR)) {
            return new StrictCast(value, name, value, List.of());
        }
        List<String> formats = formats(to, options);
        if (!formats.isEmpty()) {
            String parsed = "try_strptime(" + value + ", [" + String.join(", ", formats) + "])";
            return new StrictCast(value, name, tried(parsed, to), List.of(name + " IS NOT NULL"));
        }
        List<String> fits = new ArrayList<>();
        Optional<String> form = form(to, spelling);
        form.ifPresent(pattern -> fits.add(name + "::VARCHAR = " + value));
        fits.add(name + " IS NOT NULL"
                + form.map(pattern -> " AND regexp_full_match(" + value + ", '" + pattern + "')")
                        .orElse(""));
        return new StrictCast(value, name, tried(value, to), fits);
    }

    /** What the SELECT below gives beside the value. */
    String inner() {
        return cast + " AS " + name;
    }

    /** The value in its type; the statement fails with {@link #MARK} at one that does not fit. */
    String orFail() {
        if (fits.isEmpty()) {
            return name;
        }
        StringBuilder sql = new StringBuilder("CASE WHEN " + fits.get(0) + " THEN " + name);
        sql.append(" WHEN ").append(value).append(" IS NULL THEN NULL");
        fits.stream()
                .skip(1)
                .forEach(condition ->
                        sql.append(" WHEN ").append(condition).append(" THEN ").append(name));
        return sql.append(" ELSE error(")
                .append(Literal.string(MARK))
                .append(") END")
                .toString();
    }

    /** Whether the value does not fit. */
    String misfits() {
        return fits.isEmpty()
                ? "false"
                : "(" + value + " IS NOT NULL AND NOT coalesce(" + String.join(" OR ", fits) + ", false))";
    }

    private static String tried(String value, DataType type) {
        return "try_cast(" + value + " AS " + type.text() + ")";
    }

    private static List<String> formats(DataType to, CsvOptions options) {
        List<String> formats = new ArrayList<>();
        boolean day = to.equals(DataType.DATE);
        if (!day && (to.family() == TypeFamily.DATE_TIME || to.family() == TypeFamily.ZONED)) {
            options.timestampFormat().map(Literal::string).ifPresent(formats::add);
        }
        if (to.family() == TypeFamily.DATE_TIME && (day || !formats.isEmpty())) {
            options.dateFormat().map(Literal::string).ifPresent(formats::add);
        }
        return formats;
    }

    /** What a text must look like beyond being castable; nothing where the cast itself loses nothing. */
    private static Optional<String> form(DataType to, Spelling spelling) {
        boolean free = spelling == Spelling.FREE;
        return switch (to.family()) {
            case INTEGER -> Optional.of(free ? "\\s*[+-]?[0-9]+(\\.0*)?\\s*" : TextKind.INTEGER_FORM);
            case DECIMAL -> Optional.of(decimalForm(to, free));
            case DATE_TIME -> Optional.of(momentForm(to));
            case FLOATING, BOOLEAN, TEXT, ZONED, OTHER -> Optional.empty();
        };
    }

    private static String decimalForm(DataType to, boolean free) {
        int scale = Integer.parseInt(to.text().replaceAll(".*,\\s*|\\)", ""));
        String whole = free ? "\\s*[+-]?[0-9]*" : "\\s*-?(0|[1-9][0-9]*)?";
        return whole + "(\\.[0-9]{0," + scale + "}0*)?\\s*";
    }

    private static String momentForm(DataType to) {
        int fraction = switch (to.text()) {
            case "TIMESTAMP_S" -> 0;
            case "TIMESTAMP_MS" -> 3;
            case "TIMESTAMP_NS" -> 9;
            default -> 6;
        };
        String time = to.equals(DataType.DATE)
                ? "([ T]00:00(:00(\\.0*)?)?)?"
                : "([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{0," + fraction + "}0*)?)?)?";
        return "\\s*[0-9]+-[0-9]{1,2}-[0-9]{1,2}" + time + "( ?(Z|[+-]00(:?00)?))?\\s*";
    }
}
