package hindsight.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Writes values into SQL text, each so that it means this value with this type whatever it holds. */
public final class Literal {
    private static final int MAX_DECIMAL_WIDTH = 38;
    private static final DateTimeFormatter DAY = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 9, SignStyle.NOT_NEGATIVE)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private Literal() {}

    /** A VARCHAR. The character NUL, which SQL text cannot hold, is written as {@code chr(0)}. */
    public static String string(String value) {
        String quoted = "'" + value.replace("'", "''") + "'";
        return value.indexOf('\0') < 0 ? quoted : "(" + quoted.replace("\0", "' || chr(0) || '") + ")";
    }

    /** A DATE. */
    public static String date(LocalDate value) {
        return "DATE '" + DAY.format(value) + era(value) + "'";
    }

    /** A TIMESTAMP; what is finer than a microsecond is cut off. */
    public static String timestamp(LocalDateTime value) {
        return "TIMESTAMP '" + moment(value) + "'";
    }

    /** A TIMESTAMP WITH TIME ZONE; what is finer than a microsecond is cut off. */
    public static String instant(Instant value) {
        return "TIMESTAMPTZ '" + moment(value.atOffset(ZoneOffset.UTC).toLocalDateTime()) + "+00'";
    }

    /** A DECIMAL as narrow as the value allows, at most 38 digits. */
    public static String decimal(BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        int width = Math.max(plain.precision(), plain.scale());
        if (width > MAX_DECIMAL_WIDTH) {
            throw new IllegalArgumentException("a decimal of more than " + MAX_DECIMAL_WIDTH + " digits: " + value);
        }
        return "CAST('" + plain.toPlainString() + "' AS DECIMAL(" + width + "," + plain.scale() + "))";
    }

    /** A BIGINT. */
    public static String integer(long value) {
        return "CAST('" + value + "' AS BIGINT)";
    }

    private static String moment(LocalDateTime value) {
        return DAY.format(value) + TIME.format(value) + era(value.toLocalDate());
    }

    private static String era(LocalDate value) {
        return value.getEra() == IsoEra.BCE ? " (BC)" : "";
    }
}
