package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.ClockMove;
import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.delta.KeyedQueries;
import hindsight.delta.Side;
import hindsight.problem.DefectException;
import hindsight.problem.Failure;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Name;
import hindsight.sql.Literal;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds the derived change of a query against what the query gives before and after its tables change: {@code t#old}, {@code t#new} and
 * {@code t#diff} are there for each table that changed.
 */
final class DerivedChange {
    private static final Options EXACT = new Options(Options.Averages.QUOTIENTS, Options.Floats.ORDERED);

    private final Session session;
    private final Canonicalizer canonicalizer;
    private int keyed;
    private ZoneId zone = ZoneOffset.UTC;
    private ClockMove clock = ClockMove.NONE;

    DerivedChange(Session session) {
        this.session = session;
        this.canonicalizer = new Canonicalizer(new FunctionKinds(session), RowKeys.UNKNOWN, InexactInputs.NONE, EXACT);
    }

    /** What old and new rows see as now, in a zone. */
    void passTime(Instant then, Instant now, ZoneId other) {
        zone = other;
        clock = new ClockMove(new ClockValues(zone), then, now);
        session.execute("SET TimeZone = " + Literal.string(zone.getId()));
    }

    /** What became of a query and a change. */
    enum Outcome {
        CHANGED,
        /** The change is empty. */
        SAME,
        /** The query reads nothing that changed. */
        UNRELATED,
        /** The change would be too large. */
        REFUSED,
        /** The query fails over the old or the new rows. */
        FAILS,
        /**
         * The change meets two rows for one value, which the query did not have to look at: such a model is computed whole. An engine that
         * finds the value unread does not look.
         */
        TWO_ROWS,
        /** Rows differ, but not where the engine runs the same texts without its optimizer. */
        ENGINE
    }

    /** The canonical form of a text over tables of the session; empty where it has none. */
    Optional<BoundQuery> canonical(String sql) {
        ParsedQuery query = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", sql));
        Meaning meaning = new DuckPlanReader(session).read(query, PlanQueries.inputs(session, query));
        if (!(meaning instanceof Meaning.Understood understood)) {
            return Optional.empty();
        }
        Canonical form = canonicalizer.canonical(Normalizer.normalize(understood.query()));
        return form instanceof Canonical.Plan plan ? Optional.of(plan.query()) : Optional.empty();
    }

    /** Every part of a query that can be run alone, the smaller ones first, and the query last. */
    static List<BoundQuery> parts(BoundQuery query) {
        List<BoundQuery> parts = new ArrayList<>();
        for (Relation part : Traversal.upward(query.relation())) {
            if (isWhole(part) && !part.columns().isEmpty()) {
                List<String> names = IntStream.range(0, part.columns().size())
                        .mapToObj(i -> "c" + i)
                        .toList();
                parts.add(new BoundQuery(part, names));
            }
        }
        return parts;
    }

    /** A step of a recursion cannot be run alone. */
    private static boolean isWhole(Relation relation) {
        Set<Integer> recursions = new HashSet<>();
        Set<Integer> read = new HashSet<>();
        for (Relation part : Traversal.upward(relation)) {
            if (part instanceof Recursion recursion) {
                recursions.add(recursion.number());
            } else if (part instanceof Relation.Recursed recursed) {
                read.add(recursed.recursion());
            }
        }
        return recursions.containsAll(read);
    }

    /**
     * The old rows and the change give the new rows, and the change is net.
     *
     * @param changed how the tables that changed can be read, by their folded names
     * @throws AssertionError if not
     */
    Outcome check(BoundQuery query, Map<String, InputChange> changed) {
        try {
            return optimized(query, changed);
        } catch (AssertionError wrong) {
            session.execute("PRAGMA disable_optimizer");
            try {
                optimized(query, changed);
                return Outcome.ENGINE;
            } finally {
                session.execute("PRAGMA enable_optimizer");
            }
        }
    }

    private Outcome optimized(BoundQuery query, Map<String, InputChange> changed) {
        Derived derived = Derivation.change(query, changed, clock);
        if (derived instanceof Derived.Refused) {
            return Outcome.REFUSED;
        }
        if (!(derived instanceof Derived.Change change)) {
            assertThat(Collections.disjoint(reads(query), changed.keySet()) && !clock.movesAny(query.relation()))
                    .as("%s reads none of %s", written(query), changed)
                    .isTrue();
            return Outcome.UNRELATED;
        }
        Map<List<Object>, Integer> before;
        Map<List<Object>, Integer> after;
        try {
            before = rows(written(sided(query, changed, Side.OLD)), clock.then());
            after = rows(written(sided(query, changed, Side.NEW)), clock.now());
        } catch (AssertionError fails) {
            return Outcome.FAILS;
        }
        Optional<KeyedQueries> keyed = Derivation.keyed(query, changed, clock, column -> true);
        try {
            if (keyed.isPresent()) {
                compareKeyed(keyed.get(), before, after);
            }
            return compare(written(change.query()), before, after);
        } catch (DefectException | AssertionError fails) {
            if (String.valueOf(fails.getMessage()).contains("More than one row returned by a subquery")) {
                return Outcome.TWO_ROWS;
            }
            throw fails;
        }
    }

    /** Old rows of other keys, and the rows that are computed for the touched ones, are the new rows. */
    private void compareKeyed(
            KeyedQueries queries, Map<List<Object>, Integer> before, Map<List<Object>, Integer> after) {
        keyed++;
        String sql = written(queries.rows());
        session.execute("CREATE OR REPLACE TEMP TABLE \"" + KeyedQueries.KEYS + "\" AS FROM "
                + scope(written(queries.keys()), clock.now()));
        Map<List<Object>, Integer> keys = rows("FROM \"" + KeyedQueries.KEYS + "\"", clock.now());
        Map<List<Object>, Integer> result = rows(sql, clock.now());
        assertThat(keys.values()).as("copies of %s", keys).allMatch(copies -> copies == 1);
        assertThat(result.keySet()).as("%s of %s", sql, keys).allMatch(row -> keys.containsKey(key(queries, row)));
        before.forEach((row, copies) -> {
            if (!keys.containsKey(key(queries, row))) {
                result.put(row, copies);
            }
        });
        assertThat(result).as("%s with the keys %s by %s", before, keys, sql).isEqualTo(after);
    }

    private static List<Object> key(KeyedQueries queries, List<Object> row) {
        return queries.columns().stream().map(row::get).toList();
    }

    /** How many changes were found by keys, too. */
    int keyed() {
        return keyed;
    }

    static Set<String> reads(BoundQuery query) {
        return Traversal.scans(query.relation()).stream()
                .map(scan -> Name.folded(scan.table()))
                .collect(Collectors.toSet());
    }

    private Outcome compare(String sql, Map<List<Object>, Integer> before, Map<List<Object>, Integer> after) {
        Map<List<Object>, Integer> diff;
        try {
            diff = rows(sql, clock.now());
        } catch (AssertionError fails) {
            throw new AssertionError(fails.getMessage() + "\n" + sql, fails);
        }
        Map<List<Object>, Integer> result = new HashMap<>(before);
        diff.forEach((row, copies) -> {
            List<Object> values = row.subList(0, row.size() - 1);
            int weight = Integer.parseInt((String) row.get(row.size() - 1));
            assertThat(copies).as("copies of %s in %s", row, sql).isEqualTo(1);
            assertThat(weight).as("weight of %s in %s", row, sql).isNotZero();
            if (result.merge(values, weight, Integer::sum) == 0) {
                result.remove(values);
            }
        });
        assertThat(result)
                .as("%s became %s, and the diff is %s: %s", before, after, diff, sql)
                .isEqualTo(after);
        assertThat(diff.keySet().stream().map(row -> row.subList(0, row.size() - 1)))
                .as(sql)
                .doesNotHaveDuplicates();
        return diff.isEmpty() ? Outcome.SAME : Outcome.CHANGED;
    }

    private static BoundQuery sided(BoundQuery query, Map<String, InputChange> changed, Side side) {
        Relation relation = Traversal.rewrite(
                query.relation(),
                part -> part instanceof Relation.Scan scan && changed.containsKey(Name.folded(scan.table()))
                        ? new Relation.Scan(side.of(scan.table()), scan.read())
                        : part);
        return new BoundQuery(relation, query.names());
    }

    static String written(BoundQuery query) {
        return QueryWriter.write(query, new DuckDialect());
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

    /** Keeps the rows that a table has as {@code t#old}. */
    void keep(String table) {
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.OLD, table) + " AS " + versions(table, "0"));
    }

    /**
     * Tells the rows that a table has now. Some that were there before are there in a new version.
     *
     * @param seed chooses those
     */
    void tell(String table, InputChange read, int seed) {
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.NEW, table) + " AS "
                + versions(table, "(hash(rowid + " + seed + ") % 10 = 0)::INTEGER"));
        Side head = read == InputChange.HEAD_IS_OLD ? Side.OLD : Side.NEW;
        session.execute("CREATE OR REPLACE VIEW " + quoted(Side.HEAD, table) + " AS FROM " + quoted(head, table));
        compare(table);
    }

    private static String versions(String table, String other) {
        return "SELECT *, (hash(_row, row_number() OVER (PARTITION BY _row)) >> 1)::BIGINT - " + other + " AS "
                + Side.VERSION + " FROM " + table + " AS _row";
    }

    /** Tells how the rows of a table differ from those that were kept. */
    void compare(String table) {
        String without =
                "SELECT *, %d::BIGINT AS " + Side.WEIGHT + " FROM %s ANTI JOIN %s USING (" + Side.VERSION + ")";
        String before = quoted(Side.OLD, table);
        String after = quoted(Side.NEW, table);
        session.execute("CREATE OR REPLACE TABLE " + quoted(Side.DIFF, table) + " AS "
                + without.formatted(1, after, before) + " UNION ALL " + without.formatted(-1, before, after));
    }

    static String quoted(Side side, String table) {
        return "\"" + side.of(table) + "\"";
    }
}
