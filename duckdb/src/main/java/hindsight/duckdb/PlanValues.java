package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.Expression;
import hindsight.schema.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
    private static final long NANOS = 1_000;
    private static final long DAY = 86_400 * MICROS;
    private static final DataType NOTHING = new DataType("\"NULL\"[]");
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
        JsonTree info = shape.at("type_info");
        JsonTree parts = value.at("value").at("children");
        return switch (shape.at("id").text()) {
            case "LIST" -> list(type, elements(info.at("child_type"), parts));
            case "ARRAY" -> array(type, elements(info.at("child_type"), parts));
            case "MAP" -> map(type, info.at("child_type").at("type_info").at("child_types"), parts);
            case "STRUCT" -> struct(type, info.at("child_types"), parts);
            case "TUPLE" -> new Expression.Call("row", fields(info.at("child_types"), parts), List.of(), type);
            default -> new Expression.Constant(text(shape, type, value.at("value")), type);
        };
    }

    private static List<Expression> elements(JsonTree shape, JsonTree parts) {
        List<Expression> elements = new ArrayList<>();
        parts.forEach(part -> elements.add(of(part, shape)));
        return elements;
    }

    /** Of a tuple there are none after an IN that lists nothing. */
    private static List<Expression> fields(JsonTree shapes, JsonTree parts) {
        List<Expression> fields = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            fields.add(of(parts.at(i), shapes.at(i).at("second")));
        }
        return fields;
    }

    /** One without elements says nothing about their type. */
    private static Expression list(DataType type, List<Expression> elements) {
        return elements.isEmpty()
                ? new Expression.Cast(new Expression.Call("list_value", elements, List.of(), NOTHING), type, false)
                : new Expression.Call("list_value", elements, List.of(), type);
    }

    private static Expression array(DataType type, List<Expression> elements) {
        String text = type.text();
        DataType list = new DataType(text.substring(0, text.lastIndexOf('[')) + "[]");
        return new Expression.Cast(list(list, elements), type, false);
    }

    private static Expression map(DataType type, JsonTree shapes, JsonTree entries) {
        List<Expression> sides = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            JsonTree shape = shapes.at(side).at("second");
            List<Expression> elements = new ArrayList<>();
            for (JsonTree entry : entries) {
                elements.add(of(entry.at("value").at("children").at(side), shape));
            }
            sides.add(list(new DataType(PlanTypes.of(shape) + "[]"), elements));
        }
        return new Expression.Call("map", sides, List.of(), type);
    }

    private static Expression struct(DataType type, JsonTree shapes, JsonTree parts) {
        List<String> names = new ArrayList<>();
        shapes.forEach(shape -> names.add(shape.at("first").text()));
        return new Expression.Call("struct_pack", fields(shapes, parts), names, type);
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
            case "BLOB", "JSON" -> value.text();
            case "TIME" -> time(Long.parseLong(value.text("0")));
            default -> throw new Unreadable("it has a constant of type " + type);
        };
    }

    private static String time(long micros) {
        if (micros >= DAY) {
            throw new Unreadable("it has a time at the end of the day");
        }
        return LocalTime.ofNanoOfDay(micros * NANOS).toString();
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
