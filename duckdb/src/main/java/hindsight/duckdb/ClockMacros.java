package hindsight.duckdb;

import hindsight.schema.Name;
import hindsight.sql.Literal;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fixes the clock of one scope: every function and keyword that reads it becomes a macro of that schema, which the engine finds
 * before its own. Keywords call functions of other names: {@code current_timestamp} calls {@code get_current_timestamp}.
 */
final class ClockMacros {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);
    static final DateTimeFormatter ZONED_TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    private final String schema;
    private final Map<String, String> definitions;

    /**
     * @param schema as written in SQL
     * @param zone the session's zone
     */
    ClockMacros(String schema, Instant clock, ZoneId zone) {
        this(
                schema,
                definitions(clock.truncatedTo(ChronoUnit.MICROS).atZone(zone).toOffsetDateTime()));
    }

    private ClockMacros(String schema, Map<String, String> definitions) {
        this.schema = schema;
        this.definitions = definitions;
    }

    /** Statements that bind what {@code sql} may read of the clock; none where it names nothing of it. */
    List<String> statements(String sql) {
        return named(sql, definitions).stream()
                .map(definition -> "CREATE MACRO " + schema + "." + definition)
                .toList();
    }

    /** The definitions that a text needs. */
    static List<String> named(String sql, Map<String, String> definitions) {
        return Tokens.of(sql).stream()
                .filter(token -> token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME)
                .map(token -> Name.folded(token.text().replace("\"", "")))
                .map(definitions::get)
                .filter(definition -> definition != null)
                .distinct()
                .toList();
    }

    /** By what a text says, the macro that it then reads. */
    Map<String, String> definitions() {
        return definitions;
    }

    private static Map<String, String> definitions(OffsetDateTime now) {
        return definitions(
                new Readings(
                        Literal.instant(now.toInstant()),
                        Literal.date(now.toLocalDate()),
                        "CAST(" + Literal.string(ZONED_TIME.format(now)) + " AS TIMETZ)",
                        "CAST(" + Literal.string(TIME.format(now)) + " AS TIME)",
                        Literal.timestamp(now.toLocalDateTime())),
                age(now));
    }

    /** What there is to read, as SQL. */
    record Readings(String instant, String date, String zonedTime, String time, String timestamp) {}

    /** @param age the definitions of its macro */
    static Map<String, String> definitions(Readings readings, String age) {
        String instant = readings.instant();
        String date = readings.date();
        String zonedTime = readings.zonedTime();
        String time = readings.time();
        String timestamp = readings.timestamp();
        Map<String, String> result = new LinkedHashMap<>();
        for (String name : List.of("now", "transaction_timestamp", "get_current_timestamp", "current_date", "today")) {
            result.put(name, name + "() AS " + (name.endsWith("date") || name.equals("today") ? date : instant));
        }
        result.put("current_timestamp", "get_current_timestamp() AS " + instant);
        result.put("get_current_time", "get_current_time() AS " + zonedTime);
        result.put("current_time", "get_current_time() AS " + zonedTime);
        result.put("current_localtime", "current_localtime() AS " + time);
        result.put("localtime", "current_localtime() AS " + time);
        result.put("current_localtimestamp", "current_localtimestamp() AS " + timestamp);
        result.put("localtimestamp", "current_localtimestamp() AS " + timestamp);
        result.put("ago", "ago(i) AS " + instant + " - CAST(i AS INTERVAL)");
        result.put("age", age);
        return result;
    }

    /**
     * As the engine has it: an age of a time with a zone is taken on the session's day, of any other time on the day of UTC. A macro for each type would not
     * do: the engine does not choose between them where the argument is an aggregate.
     */
    private static String age(OffsetDateTime now) {
        String date = Literal.date(now.toLocalDate());
        String utc = Literal.date(now.toInstant().atZone(ZoneOffset.UTC).toLocalDate());
        return "age(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN system.main.age(CAST(" + date
                + " AS TIMESTAMPTZ), CAST(x AS TIMESTAMPTZ)) ELSE system.main.age(CAST(" + utc
                + " AS TIMESTAMP), CAST(x AS TIMESTAMP)) END, (x, y) AS system.main.age(x, y)";
    }
}
