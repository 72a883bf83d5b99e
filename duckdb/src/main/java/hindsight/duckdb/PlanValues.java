package hindsight.duckdb;

import hindsight.relation.Expression;
import hindsight.schema.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the values of a plan. */
final class PlanValues {
    private static final long MICROS = 1_000_000;
    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private PlanValues() {}

    static Expression of(JsonTree value) {
        return of(value, value.at("type"));
    }

    private static Expression of(JsonTree value, JsonTree shape) {
        DataType type = PlanTypes.of(shape);
        if (value.at("is_null").isTrue()) {
            return new Expression.Null(type);
        }
        JsonTree children = value.at("value").at("children");
        return switch (shape.at("id").text()) {
            case "LIST" -> list(type, shape.at("type_info").at("child_type"), children);
            case "TUPLE" -> tuple(type, shape.at("type_info").at("child_types"), children);
            default -> new Expression.Constant(text(shape, type, value.at("value")), type);
        };
    }

    /** The one of no values is what stands after an IN that lists nothing. */
    private static Expression tuple(DataType type, JsonTree shapes, JsonTree children) {
        List<Expression> parts = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            parts.add(of(children.at(i), shapes.at(i).at("second")));
        }
        return new Expression.Call("row", parts, List.of(), type);
    }

    private static Expression list(DataType type, JsonTree shape, JsonTree children) {
        List<Expression> elements = new ArrayList<>();
        children.forEach(child -> elements.add(of(child, shape)));
        return new Expression.Call("list_value", elements, List.of(), type);
    }

    private static String text(JsonTree shape, DataType type, JsonTree value) {
        if (type.text().equals("VARCHAR")) {
            return value.text();
        }
        return switch (type.family()) {
            case INTEGER -> integer(value).toString();
            case DECIMAL ->
                new BigDecimal(integer(value), shape.at("type_info").at("scale").number(0)).toPlainString();
            case BOOLEAN -> Boolean.toString(value.isTrue());
            case FLOATING -> value.text("0");
            case DATE_TIME, ZONED, TEXT, OTHER -> other(type, value);
        };
    }

    private static BigInteger integer(JsonTree value) {
        return value.isObject()
                ? new BigInteger(value.at("upper").text("0"))
                        .shiftLeft(Long.SIZE)
                        .add(new BigInteger(value.at("lower").text("0")))
                : new BigInteger(value.text("0"));
    }

    private static String other(DataType type, JsonTree value) {
        return switch (type.text()) {
            case "DATE" -> date(value.isObject() ? value.at("days").text("0") : value.text("0"));
            case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" ->
                moment(value.isObject() ? value.at("micros").text("0") : value.text("0"));
            case "INTERVAL" -> interval(value);
            case "BLOB" -> value.text();
            default -> throw new Unreadable("it has a constant of type " + type);
        };
    }

    private static String date(String days) {
        LocalDate date = LocalDate.ofEpochDay(Integer.parseInt(days));
        checkYear(date);
        return date.toString();
    }

    private static String moment(String text) {
        long micros = Long.parseLong(text);
        LocalDateTime moment = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * 1_000, ZoneOffset.UTC);
        checkYear(moment.toLocalDate());
        return MOMENT.format(moment);
    }

    /** Beyond, a text has a form of its own; infinity is there, too. */
    private static void checkYear(LocalDate date) {
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            throw new Unreadable("it has a date in the year " + date.getYear());
        }
    }

    private static String interval(JsonTree value) {
        return value.at("months").text("0") + " months " + value.at("days").text("0") + " days "
                + value.at("micros").text("0") + " microseconds";
    }
}
