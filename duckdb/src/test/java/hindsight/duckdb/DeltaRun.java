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
import java.util.EnumSet;
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

    private static final int CHANGES = 5;

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
     * @throws AssertionError if some are wrong
     */
    void round(List<String> statements, List<String> texts) {
        statements.forEach(session::execute);
        round(texts, CHANGES);
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
        boolean onlyTime = random.nextInt(4) == 0;
        passTime();
        for (String table : tables) {
            if (!onlyTime && random.nextInt(3) > 0) {
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
        DeltaRules rules = new DeltaRules(changed, derived.rows().clock());
        List<BoundQuery> parts = DerivedChange.parts(query);
        for (int i = 0; i < parts.size() && wrong.size() < MOST_WRONG; i++) {
            BoundQuery part = parts.get(i);
            boolean wanted = i == parts.size() - 1 || isWanted(part, rules);
            if (!wanted || isLarge(part, changed) && random.nextInt(FEW) > 0) {
                continue;
            }
            try {
                Checked checked = derived.check(part, changed);
                counts.add(checked);
                if (checked.outcome() == Outcome.CHANGED) {
                    counts.fired(rules.of(part, checked.ways()));
                }
            } catch (AssertionError e) {
                wrong.add(sql + "\n" + new WrongChange(session, derived, changed).of(part));
            }
        }
    }

    private boolean isLarge(BoundQuery part, Map<String, InputChange> changed) {
        return Traversal.upward(part.relation()).size() > SMALL && derived.operators(part, changed) > large;
    }

    /** Parts are checked until their rules gave rows, often enough. */
    private boolean isWanted(BoundQuery part, DeltaRules rules) {
        return counts.wants(rules.of(part, EnumSet.of(Way.DELTA))) || random.nextBoolean();
    }
}
