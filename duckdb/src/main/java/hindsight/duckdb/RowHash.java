package hindsight.duckdb;

import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.TypeFamily;
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * SQL for the hash of a row: MD5 over the names and values of its exact columns that are not NULL, in order of folded name. Numbers
 * are written without trailing zeros and dates as moments, so that widening a type changes no hash. The encoding is
 * injective (text is length-prefixed) and described in docs/format, so that another engine can compute the same.
 */
final class RowHash {
    /** A column to hash: its name, its type, and the SQL that reads it. */
    record Part(String name, DataType type, String expression) {}

    private RowHash() {}

    /** An expression of type UHUGEINT. */
    static String sql(List<Part> parts) {
        List<String> pieces = new ArrayList<>();
        parts.stream()
                .sorted(Comparator.comparing(part -> Name.folded(part.name())))
                .forEach(part -> pieces.add(piece(part)));
        return pieces.isEmpty() ? "md5_number('')" : "md5_number(concat(" + String.join(", ", pieces) + "))";
    }

    /** Two BIGINT expressions: the sums of both lanes of {@code hash * weight} modulo 2^64. */
    static String lanes(String hash, String weight) {
        return "(" + lane("sum(" + weight + " * (" + hash + " >> 64)::HUGEINT)") + ") AS high, ("
                + lane("sum(" + weight + " * (" + hash + " & 18446744073709551615::UHUGEINT)::HUGEINT)") + ") AS low";
    }

    /** A HUGEINT modulo 2^64 as a signed BIGINT. */
    private static String lane(String sum) {
        String unsigned =
                "((coalesce(" + sum + ", 0) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616)";
        return "CASE WHEN " + unsigned + " >= 9223372036854775808 THEN " + unsigned + " - 18446744073709551616 ELSE "
                + unsigned + " END::BIGINT";
    }

    private static String piece(Part part) {
        String name = Name.folded(part.name());
        String label = Literal.string(name.length() + ":" + name + "=");
        String x = part.expression();
        TypeFamily family = part.type().family();
        return switch (family) {
            case INTEGER, BOOLEAN -> label + " || (" + x + ")::VARCHAR || ';'";
            case DECIMAL -> label + " || " + decimal(part) + " || ';'";
            case FLOATING -> label + " || " + floating(x) + " || ';'";
            case DATE_TIME -> label + " || " + moment(part) + " || ';'";
            case ZONED, OTHER, TEXT -> label + " || " + text("(" + x + ")::VARCHAR");
        };
    }

    private static String text(String value) {
        return "strlen(" + value + ")::VARCHAR || ':' || " + value;
    }

    private static String decimal(Part part) {
        String value = "(" + part.expression() + ")::VARCHAR";
        boolean whole = part.type().text().endsWith(",0)");
        return whole ? value : "rtrim(rtrim(" + value + ", '0'), '.')";
    }

    /** 17 significant digits identify a double; zero has one form. */
    private static String floating(String x) {
        return "CASE WHEN (" + x + ") = 0 THEN '0' ELSE format('{:.16e}', (" + x + ")::DOUBLE) END";
    }

    /** Microseconds since 1970; nanoseconds add their fraction. */
    private static String moment(Part part) {
        String x = part.expression();
        if (part.type().text().equals("TIMESTAMP_NS")) {
            return "rtrim(rtrim((epoch_ns(" + x + ")::DECIMAL(38,3) / 1000)::DECIMAL(38,3)::VARCHAR, '0'), '.')";
        }
        return "CASE WHEN isfinite((" + x + ")::TIMESTAMP) THEN epoch_us((" + x + ")::TIMESTAMP)::VARCHAR ELSE (" + x
                + ")::VARCHAR END";
    }
}
