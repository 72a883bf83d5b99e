package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.Branches;
import hindsight.delta.ClockMove;
import hindsight.delta.Derivation;
import hindsight.delta.InputChange;
import hindsight.delta.KeyedQueries;
import hindsight.delta.Side;
import hindsight.relation.BoundQuery;
import hindsight.sql.SectionsText;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.testkit.Seed;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline.Segment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sections of a timeline a change of their inputs touches, held against what each section gives before and after it. */
class BranchesTest {
    private static final Session SESSION = ScratchSession.open();
    private static final SidedTables TABLES = new SidedTables(SESSION);
    private static final int SECTIONS = 6;
    private static final LocalDate FIRST = LocalDate.parse("2025-01-01");
    private static final int ROUNDS = 15;

    private final Random random = Seed.random(BranchesTest.class);

    @BeforeAll
    static void tables() {
        SESSION.execute("CREATE TABLE t (id INTEGER, d DATE, m TIMESTAMP, k INTEGER, v BIGINT)");
        SESSION.execute("CREATE TABLE u (d DATE, k INTEGER, r INTEGER)");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    /** Section {@code %1$d} of six, where rows follow from rows of the same date. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT d, k, sum(v) * %1$d AS r FROM t GROUP BY d, k",
                "SELECT d, k, v AS r FROM t WHERE v %% 5 <> %1$d AND d <> DATE '2025-01-15'",
                "SELECT d, t.k, r + %1$d AS r FROM t LEFT JOIN (FROM u SELECT k, r) USING (k) WHERE v > 2",
                "SELECT d, k, row_number() OVER (PARTITION BY d ORDER BY v, id) * %1$d AS r FROM t",
                "SELECT DISTINCT d, v %% %1$d AS r FROM t",
                "SELECT DISTINCT ON (d, k) d, k, v + %1$d AS r FROM t ORDER BY d, k, v, id",
                "SELECT d, k, v AS r FROM t WHERE v > %1$d UNION ALL SELECT d, k, -v FROM t",
                "SELECT d, k FROM t WHERE v > %1$d EXCEPT SELECT d, k FROM t WHERE v > 15",
                "SELECT m::DATE AS d, k, count(*) * %1$d AS r FROM t GROUP BY m::DATE, k",
                "SELECT d, k, v AS r FROM t WHERE v NOT IN (SELECT r FROM u WHERE r > %1$d)",
                "SELECT d, k, r FROM (SELECT d, k, unnest([v, %1$d]) AS r FROM t)"
            })
    void sectionsOfOtherDatesAreNotTouched(String shape) {
        for (int round = 0; round < ROUNDS; round++) {
            BitSet touched = touched(shape, List.of("t")).orElseThrow();
            touched.andNot(sectionsOf(shape.startsWith("SELECT m") ? "m::DATE" : "d"));
            assertThat(touched.isEmpty()).as(shape).isTrue();
        }
    }

    /** Both tables change, and rows of one meet rows of the other that have their date. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT t.d, t.k, u.r * %1$d AS r FROM t LEFT JOIN u ON t.k = u.k AND t.d = u.d",
                "SELECT u.d, t.k, u.r * %1$d AS r FROM t JOIN u ON t.k = u.k AND t.d = u.d",
                "SELECT d, k, v * %1$d AS r FROM t WHERE EXISTS (FROM u WHERE u.d = t.d AND u.r > v)",
                "SELECT d, k, v AS r FROM t UNION ALL SELECT d, k, r + %1$d FROM u"
            })
    void sectionsOfOtherDatesAreNotTouchedThroughJoinsByDate(String shape) {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(touched(shape, List.of("t", "u"))).as(shape).isPresent();
        }
    }

    /** One row touches others of other dates, or of unknown ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT d, k, sum(v) OVER (PARTITION BY k ORDER BY d, id) * %1$d AS r FROM t",
                "SELECT t.d, t.k, u.r * %1$d AS r FROM t LEFT JOIN u USING (k)",
                "SELECT d, k, v * %1$d AS r FROM t ORDER BY v, id LIMIT 3",
                "SELECT max(d) AS d, k, sum(v) * %1$d AS r FROM t GROUP BY k",
                "SELECT t.d, u.k, v * %1$d AS r FROM u LEFT JOIN t USING (k)"
            })
    void whereOtherDatesMayBeTouchedAllSectionsAre(String shape) {
        change(List.of("t", "u"));
        assertThat(branches(shape).flatMap(branches -> branches.touched(changed(List.of("t", "u")), ClockMove.NONE)))
                .isEmpty();
    }

    private static Map<String, InputChange> changed(List<String> tables) {
        Map<String, InputChange> changed = new HashMap<>();
        tables.forEach(table -> changed.put(table, InputChange.HEAD_IS_NEW));
        return changed;
    }

    /** The sections that a random change touches; those that it does not have the same rows as before, and none of a touched key. */
    private Optional<BitSet> touched(String shape, List<String> tables) {
        change(tables);
        Branches branches = branches(shape).orElseThrow();
        assertThat(branches.size()).isEqualTo(SECTIONS);
        BoundQuery counts = branches.touched(changed(tables), ClockMove.NONE).orElse(null);
        if (counts == null) {
            return Optional.empty();
        }
        List<Object> row = PlanQueries.answer(SESSION, written(counts)).rows().get(0);
        BitSet touched = new BitSet();
        IntStream.range(0, SECTIONS)
                .filter(section -> !row.get(section).equals("0"))
                .forEach(touched::set);
        for (int section = 0; section < SECTIONS; section++) {
            int one = section;
            BoundQuery alone = branches.only(branch -> branch == one);
            if (!touched.get(section)) {
                assertThat(rows(sided(alone, tables, Side.NEW)))
                        .as("section %d of %s", section, shape)
                        .isEqualTo(rows(sided(alone, tables, Side.OLD)));
                hasNoTouchedKey(branches, touched, alone, tables);
            }
        }
        return Optional.of(touched);
    }

    private void hasNoTouchedKey(Branches branches, BitSet touched, BoundQuery untouched, List<String> tables) {
        if (touched.isEmpty()) {
            return;
        }
        Optional<KeyedQueries> keyed = Derivation.keyed(
                        branches.only(touched::get), changed(tables), ClockMove.NONE, column -> true)
                .filter(queries -> queries.columns().contains(branches.column()));
        keyed.ifPresent(queries -> {
            List<String> keys = queries.columns().stream()
                    .map(column -> untouched.names().get(column))
                    .toList();
            for (Side side : List.of(Side.OLD, Side.NEW)) {
                assertThat(rows("SELECT " + String.join(", ", keys) + " FROM (" + sided(untouched, tables, side)
                                + ") INTERSECT (" + written(queries.keys()) + ")"))
                        .isEmpty();
            }
        });
    }

    private static Optional<Branches> branches(String shape) {
        List<Segment<String>> sections = new ArrayList<>();
        for (int i = 0; i < SECTIONS; i++) {
            sections.add(new Segment<>(
                    new EffectiveRange(
                            i == 0 ? null : FIRST.plusDays(5L * i).atStartOfDay(),
                            i == SECTIONS - 1
                                    ? null
                                    : FIRST.plusDays(5L * i + 5).atStartOfDay()),
                    shape.formatted(i + 1)));
        }
        BoundQuery query = new DerivedChange(SESSION)
                .canonical(SectionsText.of(sections, "d"))
                .orElseThrow();
        return Branches.of(query, query.names().indexOf("d"));
    }

    /** The sections that the dates of changed rows are in. */
    private static BitSet sectionsOf(String date) {
        BitSet sections = new BitSet();
        PlanQueries.answer(
                        SESSION,
                        "SELECT greatest(0, least(%d, (%s - DATE '%s') // 5)) FROM \"t#diff\""
                                .formatted(SECTIONS - 1, date, FIRST))
                .rows()
                .forEach(row -> sections.set(Integer.parseInt(row.get(0).toString())));
        return sections;
    }

    /** A few rows come, go, or move to another date; those that stay are known by their id. */
    private void change(List<String> tables) {
        SESSION.execute("SELECT setseed(" + random.nextDouble() + ")");
        SESSION.execute("DELETE FROM t");
        SESSION.execute("DELETE FROM u");
        SESSION.execute("INSERT INTO t SELECT i, DATE '2025-01-01' + (random() * 32)::INTEGER, NULL, "
                + "(random() * 4)::INTEGER, (random() * 20)::BIGINT FROM range(40) r(i)");
        SESSION.execute("UPDATE t SET m = d + to_hours((random() * 20)::INTEGER)");
        SESSION.execute(
                "INSERT INTO u SELECT DISTINCT ON (d, k) * FROM (SELECT DATE '2025-01-01' + (random() * 32)::INTEGER "
                        + "AS d, (random() * 4)::INTEGER AS k, (random() * 20)::INTEGER AS r FROM range(20))");
        tables.forEach(TABLES::keep);
        SESSION.execute("DELETE FROM t WHERE id = " + random.nextInt(40));
        SESSION.execute("UPDATE t SET d = d + 9, m = m + INTERVAL 9 DAY WHERE id = " + random.nextInt(40));
        if (random.nextBoolean()) {
            SESSION.execute("INSERT INTO t VALUES (50, DATE '2025-01-22', TIMESTAMP '2025-01-22 10:00', 2, 7)");
        }
        if (tables.contains("u")) {
            SESSION.execute("UPDATE u SET r = r + 1 WHERE k = " + random.nextInt(4) + " AND d < DATE '2025-01-10'");
        }
        tables.forEach(table -> TABLES.tell(table, InputChange.HEAD_IS_NEW, random.nextInt(100)));
    }

    private static String sided(BoundQuery query, List<String> tables, Side side) {
        return written(SidedTables.sided(query, changed(tables), side));
    }

    private static String written(BoundQuery query) {
        return QueryWriter.write(query, new DuckDialect());
    }

    private static List<List<Object>> rows(String sql) {
        return PlanQueries.answer(SESSION, "SELECT * FROM (" + sql + ") ORDER BY ALL")
                .rows();
    }
}
