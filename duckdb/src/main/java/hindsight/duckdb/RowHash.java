package hindsight.duckdb;

import hindsight.history.Digest;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.sql.Literal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL for the hash of a row: MD5 over the names and values of its exact columns that are not NULL, in order of folded name. Numbers
 * are written without trailing zeros and dates as moments, so that widening a type changes no hash. The encoding is
 * injective (text is length-prefixed) and described in docs/format, so that another engine can compute the same.
 */
final class RowHash {
    /** A column to hash: its name, its type, and the SQL that reads it. */
    record Part(String name, DataType type, String expression) {}

    private static final int WIDEST = 38;
    /** Digits behind the point up to which it pays to try each number of them. */
    private static final int SHORT = 4;

    private RowHash() {}

    /** An expression of type UHUGEINT. Commas in one concat are three times as fast as a chain of || operators. */
    static String sql(List<Part> parts) {
        List<String> pieces = new ArrayList<>();
        parts.stream()
                .sorted(Comparator.comparing(part -> Name.folded(part.name())))
                .forEach(part -> pieces.add(piece(part)));
        return pieces.isEmpty() ? "md5_number('')" : "md5_number(concat(" + String.join(", ", pieces) + "))";
    }

    /** A SELECT of both halves of hashes, {@code upper} and {@code lower}, given one of hashes with all its columns. */
    static String halves(String hashes) {
        return "SELECT *, (hash >> 64)::UBIGINT AS upper, (hash & 18446744073709551615::UHUGEINT)::UBIGINT AS lower FROM ("
                + hashes + ")";
    }

    /** The sums of both halves, which {@link #digest} reads; {@code filter} may follow an aggregate. */
    static String sums(String filter) {
        return "sum(upper)" + filter + ", sum(lower)" + filter;
    }

    /** Modulo 2^64, as the lanes of a digest are. */
    static Digest digest(ResultSet row, int column) throws SQLException {
        return new Digest(lane(row, column), lane(row, column + 1));
    }

    private static long lane(ResultSet row, int column) throws SQLException {
        BigInteger sum = row.getObject(column, BigInteger.class);
        return sum == null ? 0 : sum.longValue();
    }

    /** Name and value of a column; nothing where it is NULL. */
    private static String piece(Part part) {
        String name = Name.folded(part.name());
        String x = part.expression();
        String label =
                "if((" + x + ") IS NULL, NULL, " + Literal.string(";" + name.length() + ":" + name + "=") + "), ";
        return label
                + switch (part.type().family()) {
                    case INTEGER, BOOLEAN -> x;
                    case DECIMAL -> decimal(part);
                    case FLOATING -> floating(x);
                    case DATE_TIME -> moment(part);
                    case ZONED, OTHER, TEXT -> text(x);
                };
    }

    private static String text(String x) {
        String value = "(" + x + ")::VARCHAR";
        return "strlen(" + value + "), if((" + x + ") IS NULL, NULL, ':'), " + value;
    }

    /**
     * Without trailing zeros, and with a digit before the point, which the engine leaves out where the type has none: a number that needs fewer digits behind the point is written with fewer. Rounding to them can take one digit more
     * before the point, for which the widest type has no room; trimming text takes four times as long.
     */
    private static String decimal(Part part) {
        String x = "(" + part.expression() + ")";
        int scale = part.type().scale();
        int width = part.type().integerDigits() + scale;
        String value = width == scale ? "replace(" + x + "::VARCHAR, '.', '0.')" : x + "::VARCHAR";
        if (scale == 0) {
            return value;
        }
        if (width == WIDEST || scale > SHORT) {
            return "rtrim(rtrim(" + value + ", '0'), '.')";
        }
        return IntStream.range(0, scale)
                .mapToObj(digits -> x + "::DECIMAL(" + width + "," + digits + ")")
                .map(shorter -> "WHEN " + x + " = " + shorter + " THEN " + shorter + "::VARCHAR ")
                .collect(Collectors.joining("", "CASE ", "ELSE " + value + " END"));
    }

    /** 17 significant digits identify a double; zero has one form, and so has what is no number: computed, it may have a sign. */
    private static String floating(String x) {
        return "CASE WHEN (" + x + ") = 0 THEN '0' WHEN isnan(" + x + ") THEN 'nan' ELSE format('{:.16e}', (" + x
                + ")::DOUBLE) END";
    }

    /** Microseconds since 1970; nanoseconds add their fraction. Most years that a date can have are beyond those of a moment. */
    private static String moment(Part part) {
        String x = part.expression();
        if (part.type().text().equals("TIMESTAMP_NS")) {
            return "rtrim(rtrim((epoch_ns(" + x + ")::DECIMAL(38,3) / 1000)::DECIMAL(38,3)::VARCHAR, '0'), '.')";
        }
        if (part.type().equals(DataType.DATE)) {
            return "CASE WHEN isfinite(" + x + ") THEN ((" + x
                    + " - DATE '1970-01-01')::HUGEINT * 86400000000)::VARCHAR ELSE (" + x + ")::VARCHAR END";
        }
        return "CASE WHEN isfinite((" + x + ")::TIMESTAMP) THEN epoch_us((" + x + ")::TIMESTAMP)::VARCHAR ELSE (" + x
                + ")::VARCHAR END";
    }
}
