package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.InputChange;
import hindsight.duckdb.DerivedChange.Checked;
import hindsight.duckdb.DerivedChange.Outcome;
import hindsight.duckdb.DerivedChange.Way;
import hindsight.relation.BoundQuery;
import hindsight.relation.Traversal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Checks the derived changes of queries, and counts. */
final class DeltaRun {
    /** Queries over the same tables. */
    static final int QUERIES = 25;

    private static final int CHANGES = 2;

    /** Of queries that were looked for. */
    private static final int MORE_CHANGES = 4;

    private static final List<InputChange> READS = List.of(InputChange.values());

    /** Near the dates that random tables have. */
    private static final Instant BEGIN = Instant.parse("2024-12-31T00:30:00Z");

    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("Pacific/Kiritimati"));

    private static final int MOST_ROWS = 100_000;

    private static final int MOST_WRONG = 5;

    /** Of so few operators, no large change is derived. */
    private static final int SMALL = 3;

    /** One in so many is few. */
    private static final int FEW = 16;

    /** One in so many of the parts is checked whose rules gave rows often enough. */
    private static final int OTHERS = 4;

    /** How many times as large a derived query may be whose rules gave rows seldom. */
    private static final int WANTED = 3;

    private final Session session;
    private final Random random;
    private final DerivedChange derived;
    private final SidedTables sides;
    private final DeltaCounts counts;
    private final Churn churn;
    private final List<String> wrong = new ArrayList<>();
    private final int large;
    private Instant now = BEGIN;

    /** @param large of changes that are derived queries of more operators, few are taken */
    DeltaRun(Session session, Random random, int large, DeltaCounts counts) {
        this.counts = counts;
        this.sides = new SidedTables(session);
        this.session = session;
        this.random = random;
        this.large = large;
        this.derived = new DerivedChange(session);
        this.churn = new Churn(session, random);
        session.execute("SET threads = 1");
    }

    /**
     * Several queries, each with several changes of the tables.
     *
     * @param candidates of so many queries, those are taken whose rules gave rows seldom so far
     * @throws AssertionError if some are wrong
     */
    void round(QuerySource source, int candidates) {
        source.tables().forEach(session::execute);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            texts.add(source.next());
        }
        if (candidates > QUERIES) {
            round(chosen(texts), MORE_CHANGES);
        } else {
            round(texts, CHANGES);
        }
    }

    void round(List<String> texts, int changes) {
        round(texts, changes, this::check);
        assertThat(wrong).isEmpty();
    }

    /** What is done with a query and a change. */
    interface Step {
        void take(String sql, BoundQuery query, Map<String, InputChange> changed);
    }

    void round(List<String> texts, int changes, Step step) {
        Set<String> tables = new LinkedHashSet<>(session.list(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT contains(table_name, '#') AND NOT temporary "
                        + "AND estimated_size <= " + MOST_ROWS,
                row -> row.getString(1)));
        tables.forEach(churn::begin);
        tables.forEach(sides::keep);
        Map<String, BoundQuery> queries = new LinkedHashMap<>();
        texts.forEach(sql -> canonical(sql, queries));
        for (int i = 0; i < changes; i++) {
            Map<String, InputChange> changed = changed(tables);
            queries.forEach((sql, query) -> step.take(sql, query, changed));
        }
    }

    /** Of many queries, those whose rules gave rows seldom so far. */
    private List<String> chosen(List<String> texts) {
        passTime();
        Map<String, BoundQuery> queries = new LinkedHashMap<>();
        texts.forEach(sql -> canonical(sql, queries));
        Map<String, Double> wanted = new HashMap<>();
        queries.forEach((sql, query) -> wanted.put(sql, wanted(query)));
        return queries.keySet().stream()
                .sorted(Comparator.comparing(wanted::get, Comparator.reverseOrder()))
                .limit(QUERIES)
                .toList();
    }

    /** How many rules of a query gave rows seldom; less for large queries, of which each check takes longer. */
    private double wanted(BoundQuery query) {
        Map<String, InputChange> all = new HashMap<>();
        DerivedChange.reads(query).forEach(table -> {
            if (random.nextInt(3) > 0) {
                all.put(table, READS.get(random.nextInt(READS.size())));
            }
        });
        double wanted = 0;
        for (BoundQuery part : DerivedChange.parts(query)) {
            wanted += wanted(part, all, derived.possible(part, all));
        }
        return wanted / (SMALL + Traversal.upward(query.relation()).size());
    }

    private double wanted(BoundQuery part, Map<String, InputChange> changed, Set<Way> ways) {
        DeltaRules rules = new DeltaRules(changed, derived.rows().clock());
        return rules.canChange(part.relation()) ? counts.wanted(rules.of(part, ways)) : 0;
    }

    DerivedChange derived() {
        return derived;
    }

    private void canonical(String sql, Map<String, BoundQuery> queries) {
        try {
            session.execute("EXPLAIN " + sql);
        } catch (RuntimeException invalid) {
            counts.opaque();
            return;
        }
        Optional<BoundQuery> form = derived.canonical(sql);
        if (form.isEmpty()) {
            counts.opaque();
        } else {
            queries.put(sql, form.get());
        }
    }

    /** Some tables change; of some, the change is that of several steps; of some, none. */
    private Map<String, InputChange> changed(Set<String> tables) {
        Map<String, InputChange> changed = new LinkedHashMap<>();
        boolean onlyTime = random.nextInt(8) == 0;
        passTime();
        for (String table : tables) {
            if (!onlyTime && random.nextInt(4) > 0) {
                InputChange read = READS.get(random.nextInt(READS.size()));
                changed.put(table, read);
                if (random.nextInt(4) > 0) {
                    sides.keep(table);
                }
                if (random.nextInt(8) > 0) {
                    churn.change(table);
                }
                sides.tell(table, read, random.nextInt(1000));
            }
        }
        return changed;
    }

    /** The clock goes some hours on or back, or stands still. */
    private void passTime() {
        Instant then = now;
        if (random.nextInt(8) > 0) {
            now = BEGIN.plus(random.nextInt(6 * 24), ChronoUnit.HOURS);
        }
        derived.rows().passTime(then, now, ZONES.get(random.nextInt(ZONES.size())));
    }

    private void check(String sql, BoundQuery query, Map<String, InputChange> changed) {
        List<BoundQuery> parts = DerivedChange.parts(query);
        for (int i = 0; i < parts.size(); i++) {
            BoundQuery part = parts.get(i);
            Map<String, InputChange> some = some(part, changed);
            int chance = i == parts.size() - 1 ? 1 : OTHERS;
            if (wrong.size() < MOST_WRONG && isTaken(part, some, chance)) {
                take(sql, part, some);
            }
        }
    }

    /** Of the changes of some tables, those by which rules come about that gave rows seldom: a change that is left out is one before. */
    private Map<String, InputChange> some(BoundQuery part, Map<String, InputChange> changed) {
        Map<String, InputChange> read = new LinkedHashMap<>(changed);
        read.keySet().retainAll(DerivedChange.reads(part));
        List<Map<String, InputChange>> subsets = Subsets.of(read);
        Collections.shuffle(subsets, random);
        return Collections.max(subsets, Comparator.comparing(some -> wanted(part, some, Set.of(Way.DELTA))));
    }

    private void take(String sql, BoundQuery part, Map<String, InputChange> changed) {
        DeltaRules rules = new DeltaRules(changed, derived.rows().clock());
        try {
            Checked checked = derived.check(part, changed);
            counts.add(checked);
            counts.tried(rules.of(part, derived.possible(part, changed)));
            if (checked.outcome() == Outcome.CHANGED) {
                counts.fired(rules.of(part, checked.ways()));
            }
        } catch (AssertionError e) {
            wrong.add(sql + "\n" + new WrongChange(session, derived, changed).of(part));
        }
    }

    /** Parts are checked until their rules gave rows often enough, then one in some. */
    private boolean isTaken(BoundQuery part, Map<String, InputChange> changed, int chance) {
        boolean wanted = wanted(part, changed, derived.possible(part, changed)) > 0;
        return (wanted || random.nextInt(chance) == 0)
                && (!isLarge(part, changed, wanted ? WANTED * large : large) || random.nextInt(FEW) == 0);
    }

    private boolean isLarge(BoundQuery part, Map<String, InputChange> changed, int most) {
        return Traversal.upward(part.relation()).size() > SMALL && derived.operators(part, changed) > most;
    }
}
