package hindsight.duckdb;

import hindsight.delta.ClockMove;
import hindsight.problem.Failure;
import hindsight.sql.Literal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What queries give under a clock that stood at one moment and stands at another. */
final class ClockedRows {
    private final Session session;
    private ZoneId zone = ZoneOffset.UTC;
    private ClockMove clock = ClockMove.NONE;

    ClockedRows(Session session) {
        this.session = session;
    }

    /** What old and new rows see as now, in a zone. */
    void passTime(Instant then, Instant now, ZoneId other) {
        zone = other;
        clock = new ClockMove(new ClockValues(zone), then, now);
        session.execute("SET TimeZone = " + Literal.string(zone.getId()));
    }

    /** Whether queries have edits. */
    void withEdits(boolean yes) {
        clock = yes ? clock.ofEdit() : new ClockMove(clock.calls(), clock.then(), clock.now());
    }

    ClockMove clock() {
        return clock;
    }

    Map<List<Object>, Integer> before(String sql) {
        return rows(sql, clock.then());
    }

    Map<List<Object>, Integer> after(String sql) {
        return rows(sql, clock.now());
    }

    /** Makes a table of what a query gives now. */
    void keep(String name, String columns, String sql) {
        session.execute(
                "CREATE OR REPLACE TABLE \"" + name + "\" AS SELECT " + columns + " FROM " + scope(sql, clock.now()));
    }

    /** Makes a table of what a query gave then. */
    void keepOld(String name, String columns, String sql) {
        session.execute(
                "CREATE OR REPLACE TABLE \"" + name + "\" AS SELECT " + columns + " FROM " + scope(sql, clock.then()));
    }

    /** What gives the rows of a query while the clock stands. */
    private String scope(String sql, Instant now) {
        List<String> macros = new ClockMacros("clock", now, zone).statements(sql);
        if (macros.isEmpty()) {
            return "(" + sql + ")";
        }
        session.execute("DROP SCHEMA IF EXISTS clock CASCADE");
        session.execute("CREATE SCHEMA clock");
        macros.forEach(session::execute);
        try {
            session.execute("CREATE VIEW clock.answer AS " + sql);
        } catch (Failure fails) {
            throw new AssertionError(fails.getMessage(), fails);
        }
        return "clock.answer";
    }

    private Map<List<Object>, Integer> rows(String sql, Instant now) {
        Map<List<Object>, Integer> bag = new HashMap<>();
        PlanQueries.answer(session, "FROM " + scope(sql, now))
                .rows()
                .forEach(row -> bag.merge(signless(row), 1, Integer::sum));
        return bag;
    }

    /** The engine says that 0.0 and -0.0 are the same. */
    private static List<Object> signless(List<Object> row) {
        return row.stream()
                .map(value -> value instanceof Double number ? (Object) (number + 0.0) : value)
                .toList();
    }
}
