package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.sql.Literal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockMacrosTest {
    private static final Instant SUMMER = Instant.parse("2024-06-30T22:30:15.123456Z");
    private static final Instant WINTER = Instant.parse("2024-01-31T23:30:15Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final Session session = ScratchSession.open();

    @BeforeEach
    void setZone() {
        session.execute("SET TimeZone = 'Europe/Berlin'");
        session.execute("CREATE SCHEMA scope");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now()",
                "transaction_timestamp()",
                "get_current_timestamp()",
                "current_timestamp",
                "CURRENT_TIMESTAMP",
                "\"now\"()",
                "current_date",
                "current_date()",
                "today()",
                "get_current_time()",
                "current_time",
                "current_localtime()",
                "localtime",
                "current_localtimestamp()",
                "localtimestamp",
                "ago(INTERVAL 1 DAY)",
                "ago('3 hours')",
                "age(TIMESTAMP '2020-02-29 10:00:00')",
                "age(DATE '2020-02-29')",
                "age(TIMESTAMPTZ '2020-02-29 10:00:00+00')",
                "age(NULL)",
                "age(max(DATE '2020-02-29'))",
                "age(CAST(min(TIMESTAMPTZ '2020-02-29 10:00:00+00') OVER () AS TIMESTAMPTZ))",
                "age(DATE '2021-01-01', DATE '2020-02-29')",
                "date_trunc('hour', now())",
                "Age(current_date)"
            })
    void fixesEveryWayToReadTheClockWithoutChangingItsType(String expression) {
        String natural = type("SELECT " + expression + " AS x");

        String first = read(expression, SUMMER);
        assertThat(session.<String>one("SELECT typeof(x) FROM scope.v", row -> row.getString(1)))
                .isEqualTo(natural);
        assertThat(read(expression, SUMMER)).isEqualTo(first);
        if (!expression.contains(",") && !expression.contains("NULL") && !expression.equals("Age(current_date)")) {
            assertThat(read(expression, WINTER)).isNotEqualTo(first);
        }
    }

    @Test
    void seesTheZoneWithSummerTime() {
        assertThat(read("current_date", SUMMER)).isEqualTo("2024-07-01");
        assertThat(read("today()", WINTER)).isEqualTo("2024-02-01");
        assertThat(read("current_time", SUMMER)).isEqualTo("00:30:15.123456+02");
        assertThat(read("get_current_time()", WINTER)).isEqualTo("00:30:15+01");
        assertThat(read("localtime", SUMMER)).isEqualTo("00:30:15.123456");
        assertThat(read("localtimestamp", WINTER)).isEqualTo("2024-02-01 00:30:15");
        assertThat(read("now()", SUMMER)).isEqualTo("2024-07-01 00:30:15.123456+02");
        assertThat(read("current_timestamp", WINTER)).isEqualTo("2024-02-01 00:30:15+01");
        assertThat(read("ago(INTERVAL 1 DAY)", SUMMER)).isEqualTo("2024-06-30 00:30:15.123456+02");
        assertThat(read("age(DATE '2024-01-31')", SUMMER)).isEqualTo("4 months 30 days");
        assertThat(read("now()::DATE", SUMMER)).isEqualTo("2024-07-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age(TIMESTAMP '2020-02-29 10:00:00')",
                "age(DATE '2020-02-29')",
                "age(NULL::DATE)",
                "age(TIMESTAMPTZ '2020-02-29 10:00:00+00')",
                "age(current_date)",
                "age(max(DATE '2020-02-29'))",
                "age(max(TIMESTAMPTZ '2020-02-29 10:00:00+00'))",
                "age(TIMESTAMP_NS '2020-02-29 10:00:00')",
                "current_date",
                "ago(INTERVAL 1 DAY)::DATE",
                "now()::DATE",
                "localtimestamp::DATE",
                "date_part('timezone', current_time)"
            })
    void agreesWithTheEnginesOwnClock(String expression) {
        // At any instant the day of one of the two outer zones differs from that of UTC.
        for (ZoneId zone : List.of(BERLIN, ZoneId.of("Etc/GMT-14"), ZoneId.of("Etc/GMT+12"))) {
            session.execute("SET TimeZone = " + Literal.string(zone.getId()));
            // Read twice, for a day could begin between the two.
            String before = text("SELECT " + expression + " AS x");
            String fixed = read(expression, Instant.now(), zone);
            String after = text("SELECT " + expression + " AS x");

            assertThat(fixed).as("%s in %s", expression, zone).isIn(before, after);
        }
    }

    @Test
    void leavesTextsAloneThatDoNotNameIt() {
        assertThat(new ClockMacros("scope", SUMMER, BERLIN).statements("SELECT 'now()' AS x -- current_date"))
                .isEmpty();
    }

    @Test
    void namesEveryFunctionThatReadsTheClock() {
        FunctionKinds kinds = new FunctionKinds(session);

        assertThat(new ClockMacros("scope", SUMMER, BERLIN).definitions().keySet())
                .containsExactlyInAnyOrderElementsOf(kinds.readingTheClock());
    }

    /** A view, for so queries run: names in its body are found in its own schema first. */
    private String read(String expression, Instant clock) {
        return read(expression, clock, BERLIN);
    }

    private String read(String expression, Instant clock, ZoneId zone) {
        session.execute("DROP SCHEMA scope CASCADE");
        session.execute("CREATE SCHEMA scope");
        String sql = "SELECT " + expression + " AS x";
        List<String> macros = new ClockMacros("scope", clock, zone).statements(sql);
        macros.forEach(session::execute);
        session.execute("CREATE VIEW scope.v AS " + sql);
        return text("FROM scope.v");
    }

    private String text(String sql) {
        return String.valueOf(session.<String>one("SELECT x::VARCHAR FROM (" + sql + ")", row -> row.getString(1)));
    }

    private String type(String sql) {
        return session.one(
                "SELECT typeof(x) FROM (" + sql + ")", row -> row.getString(1).toUpperCase(Locale.ROOT));
    }
}
