package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.ClockMove;
import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.duckdb.DerivedChange.Outcome;
import hindsight.relation.BoundQuery;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that once were derived wrongly, and small ones of which each tells one thing. */
class DerivedChangeTest {
    private static final Session SESSION = ScratchSession.open();

    @BeforeAll
    static void settings() {
        SESSION.execute("SET threads = 1");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    /** Rows of a (k, g) and b (k, v) before and after; {@code -} stands for none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT k, (SELECT v FROM b WHERE b.k = a.k) AS v FROM a | (1, 1), (2, 1) | (2, 1) | (1, 10), (2, 20) | (1, 11), (1, 12), (2, 20)
            SELECT k, (SELECT v FROM b WHERE b.k = a.k) AS v FROM a | (1, 1) | (1, 1), (NULL, 2), (2, 2) | (1, 10), (2, 20), (2, 30) | (1, 10), (2, 20)
            SELECT k, (SELECT v FROM b WHERE b.k = a.k) AS v FROM a | (1, 1), (2, 1) | (2, 1) | (1, 10), (2, 20) | (1, 10), (2, 21)
            SELECT k, (SELECT v FROM b WHERE b.v > a.g * 10) AS v FROM a | (1, 1), (2, 5) | (2, 5) | (1, 11) | (1, 11), (1, 12)
            """)
    void followsScalarSubqueries(String sql, String aBefore, String aAfter, String bBefore, String bAfter) {
        assertThat(check(sql, aBefore, aAfter, bBefore, bAfter)).containsEntry(Outcome.CHANGED, 3);
    }

    @Test
    void looksOnlyAtRowsBetweenTheClocks() {
        SESSION.execute("CREATE OR REPLACE TABLE events AS SELECT range AS id, TIMESTAMPTZ '2025-01-01 00:00:00+00' "
                + "+ INTERVAL (range) MINUTE AS ts FROM range(1000000)");
        BoundQuery query = new DerivedChange(SESSION)
                .canonical("SELECT id, ts FROM events WHERE ts > now() - INTERVAL 7 DAY")
                .orElseThrow();
        Instant then = Instant.parse("2025-06-01T10:00:00Z");
        ClockMove day = new ClockMove(new ClockValues(ZoneOffset.UTC), then, then.plus(1, ChronoUnit.DAYS));

        Derived derived = Derivation.change(query, Map.of(), day);

        String sql = DerivedChange.written(((Derived.Change) derived).query());
        assertThat(PlanQueries.answer(SESSION, "SELECT count(*), min(_weight), max(_weight) FROM (" + sql + ")")
                        .rows())
                .containsExactly(List.of("1440", "-1", "-1"));
        String plan = String.valueOf(SESSION.<String>one("EXPLAIN ANALYZE " + sql, row -> row.getString(2)));
        assertThat(plan).containsPattern("Row Groups Scanned: [12] / 9");
    }

    private static Map<Outcome, Integer> check(String sql, String... rows) {
        DerivedChange derived = new DerivedChange(SESSION);
        SidedTables tables = new SidedTables(SESSION);
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        SESSION.execute("CREATE OR REPLACE TABLE a (k INTEGER, g INTEGER)");
        SESSION.execute("CREATE OR REPLACE TABLE b (k INTEGER, v INTEGER)");
        BoundQuery query = derived.canonical(sql).orElseThrow();
        for (InputChange read : InputChange.values()) {
            fill("a", rows[0]);
            fill("b", rows[2]);
            tables.keep("a");
            tables.keep("b");
            fill("a", rows[1]);
            fill("b", rows[3]);
            tables.tell("a", read, 1);
            tables.tell("b", read, 2);
            outcomes.merge(derived.check(query, Map.of("a", read, "b", read)).outcome(), 1, Integer::sum);
        }
        return outcomes;
    }

    private static void fill(String table, String rows) {
        SESSION.execute("DELETE FROM " + table);
        if (!rows.equals("-")) {
            SESSION.execute("INSERT INTO " + table + " VALUES " + rows);
        }
    }
}
