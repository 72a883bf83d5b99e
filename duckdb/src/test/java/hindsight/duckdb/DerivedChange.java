package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.delta.KeptAggregates;
import hindsight.delta.KeyedQueries;
import hindsight.delta.Side;
import hindsight.problem.DefectException;
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
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds the change of a query, derived in every way, against what the query gives before and after its {@link SidedTables tables} change. */
final class DerivedChange {
    private static final Options EXACT = new Options(Options.Averages.QUOTIENTS, Options.Floats.ORDERED);

    private final Session session;
    private final ClockedRows rows;
    private final Canonicalizer canonicalizer;
    private int states;

    DerivedChange(Session session) {
        this.session = session;
        this.rows = new ClockedRows(session);
        this.canonicalizer = new Canonicalizer(new FunctionKinds(session), RowKeys.UNKNOWN, InexactInputs.NONE, EXACT);
    }

    ClockedRows rows() {
        return rows;
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
        /** The engine does not find the change in time: a part of a query can multiply rows without end. */
        LATE,
        /** Rows differ, but not where the engine runs the same texts without its optimizer. */
        ENGINE
    }

    /** How a change was found. */
    enum Way {
        DELTA,
        KEYED,
        /** With aggregates that are kept, whose heads have old rows. */
        OLD_STATES,
        /** The same, with new rows. */
        NEW_STATES
    }

    /** @param ways in which the change was found, and found right */
    record Checked(Outcome outcome, Set<Way> ways) {}

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
    Checked check(BoundQuery query, Map<String, InputChange> changed) {
        try {
            return optimized(query, changed);
        } catch (AssertionError wrong) {
            session.execute("PRAGMA disable_optimizer");
            try {
                Checked right = optimized(query, changed);
                if (right.outcome() != Outcome.CHANGED && right.outcome() != Outcome.SAME) {
                    throw wrong;
                }
                System.out.println("Right without the optimizer: " + wrong.getMessage());
                return new Checked(Outcome.ENGINE, right.ways());
            } finally {
                session.execute("PRAGMA enable_optimizer");
            }
        }
    }

    private Checked optimized(BoundQuery query, Map<String, InputChange> changed) {
        Derived derived = Derivation.change(query, changed, rows.clock());
        if (derived instanceof Derived.Refused) {
            return new Checked(Outcome.REFUSED, Set.of());
        }
        if (!(derived instanceof Derived.Change change)) {
            assertThat(Collections.disjoint(reads(query), changed.keySet())
                            && !rows.clock().movesAny(query.relation()))
                    .as("%s reads none of %s", written(query), changed)
                    .isTrue();
            return new Checked(Outcome.UNRELATED, Set.of());
        }
        Optional<Answers> answers = answers(query, changed);
        if (answers.isEmpty()) {
            return new Checked(Outcome.FAILS, Set.of());
        }
        Outcome outcome = answers.get().isSame() ? Outcome.SAME : Outcome.CHANGED;
        try {
            return new Checked(outcome, ways(query, change.query(), changed, answers.get()));
        } catch (DefectException | AssertionError fails) {
            String message = String.valueOf(fails.getMessage());
            if (message.contains("More than one row returned by a subquery")) {
                return new Checked(Outcome.TWO_ROWS, Set.of());
            }
            if (message.contains("INTERRUPT Error")) {
                return new Checked(Outcome.LATE, Set.of());
            }
            throw fails;
        }
    }

    /** The ways in which a change may be found, told without finding it. */
    Set<Way> possible(BoundQuery query, Map<String, InputChange> changed) {
        Set<Way> ways = EnumSet.of(Way.DELTA);
        if (Derivation.keyed(query, changed, rows.clock(), column -> true).isPresent()) {
            ways.add(Way.KEYED);
        }
        if (!KeptAggregates.of(
                        query,
                        kept -> kept.change(changed, rows.clock(), InputChange.HEAD_IS_OLD) instanceof Derived.Change)
                .states()
                .isEmpty()) {
            ways.add(Way.OLD_STATES);
            ways.add(Way.NEW_STATES);
        }
        return ways;
    }

    /** Of how many operators the derived query is; 0 where there is none. */
    int operators(BoundQuery query, Map<String, InputChange> changed) {
        return Derivation.change(query, changed, rows.clock()) instanceof Derived.Change change
                ? Traversal.upward(change.query().relation()).size()
                : 0;
    }

    /** What a query gives; empty where it fails over the old or the new rows. */
    Optional<Answers> answers(BoundQuery query, Map<String, InputChange> changed) {
        try {
            return Optional.of(new Answers(
                    rows.before(written(SidedTables.sided(query, changed, Side.OLD))),
                    rows.after(written(SidedTables.sided(query, changed, Side.NEW)))));
        } catch (AssertionError fails) {
            return Optional.empty();
        }
    }

    private Set<Way> ways(BoundQuery query, BoundQuery change, Map<String, InputChange> changed, Answers answers) {
        Set<Way> ways = EnumSet.of(Way.DELTA);
        Derivation.keyed(query, changed, rows.clock(), column -> true).ifPresent(keyed -> {
            compareKeyed(keyed, answers);
            ways.add(Way.KEYED);
        });
        compare(change, answers);
        if (rows.clock().edited()) {
            return ways;
        }
        InputChange base = ++states % 2 == 0 ? InputChange.HEAD_IS_OLD : InputChange.HEAD_IS_NEW;
        new KeptChange(rows, changed, base).of(query).ifPresent(kept -> {
            compare(kept, answers);
            ways.add(base == InputChange.HEAD_IS_OLD ? Way.OLD_STATES : Way.NEW_STATES);
        });
        return ways;
    }

    /** Old rows of other keys, and the rows that are computed for the touched ones, are the new rows. */
    void compareKeyed(KeyedQueries queries, Answers answers) {
        String sql = written(queries.rows());
        rows.keep(KeyedQueries.KEYS, "*", written(queries.keys()));
        answers.checkKeyed(queries, rows.after("FROM \"" + KeyedQueries.KEYS + "\""), rows.after(sql), sql);
    }

    void compare(BoundQuery change, Answers answers) {
        String sql = written(change);
        Map<List<Object>, Integer> diff;
        try {
            diff = rows.after(sql);
        } catch (AssertionError fails) {
            throw new AssertionError(fails.getMessage() + "\n" + sql, fails);
        }
        answers.check(diff, sql);
    }

    static Set<String> reads(BoundQuery query) {
        return Traversal.scans(query.relation()).stream()
                .map(scan -> Name.folded(scan.table()))
                .collect(Collectors.toSet());
    }

    static String written(BoundQuery query) {
        return QueryWriter.write(query, new DuckDialect());
    }
}
