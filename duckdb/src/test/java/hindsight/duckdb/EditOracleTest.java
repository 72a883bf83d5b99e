package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.delta.ClockMove;
import hindsight.delta.EditedQuery;
import hindsight.delta.InputChange;
import hindsight.delta.Side;
import hindsight.duckdb.DerivedChange.Checked;
import hindsight.duckdb.DerivedChange.Outcome;
import hindsight.relation.BoundQuery;
import hindsight.relation.Traversal;
import hindsight.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random queries are edited by chance, over tables that stay or change in the same step: what was and what is, put together as one query,
 * is on each side what the text of that side gives, and old rows and derived change give the new rows.
 */
class EditOracleTest {
    /** Queries of each kind, each edited several times. */
    private static final int QUERIES = Integer.getInteger("hindsight.queries", 25);

    /** Pairs of a text and its edit that a long run takes. */
    private static final int PAIRS = Integer.getInteger("hindsight.pairs", 20_000);

    private static final int LARGE = 150;
    private static final int MOST_WRONG = 3;

    private static final List<Function<Random, QuerySource>> SOURCES =
            List.of(RandomQueries::new, TypedQueries::new, SmallQueries::new, TimedQueries::new, LayeredQueries::new);

    /** Over a row that neither side looks at, such as one that finds no partner; the model is computed whole then. */
    private static final Pattern FAILS = Pattern.compile("(?:Conversion|Invalid Input|Out of Range) Error");

    private final Random random = Seed.random(EditOracleTest.class);
    private final RandomEdits edits = new RandomEdits(random);
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void followsEditsOfQueriesOverNumbers() {
        check(RandomQueries::new);
    }

    @Test
    void followsEditsOfQueriesOverSeveralTypes() {
        check(TypedQueries::new);
    }

    @Test
    void followsEditsOfQueriesOfEveryOperator() {
        check(SmallQueries::new);
    }

    @Test
    void followsEditsOfQueriesThatReadTheClock() {
        check(TimedQueries::new);
    }

    @Test
    void followsEditsOfOneOperatorOverAnother() {
        check(LayeredQueries::new);
    }

    @Tag("slow")
    @Test
    void followsManyEdits() {
        while (count("edits whose rows differ") + count("edits without other rows") < PAIRS) {
            SOURCES.forEach(this::round);
            System.out.println(counts);
        }
    }

    private void check(Function<Random, QuerySource> source) {
        for (int done = 0; done < QUERIES || isThin() && done < 10 * QUERIES; done += DeltaRun.QUERIES) {
            round(source);
        }
        System.out.println(counts);
        assertThat(isThin()).as("counts that say too little: %s", counts).isFalse();
    }

    private boolean isThin() {
        return count("edits whose rows differ") <= QUERIES / 4 || count("edits that read little") == 0;
    }

    private int count(String what) {
        return counts.getOrDefault(what, 0);
    }

    private void count(String what, boolean counts) {
        if (counts) {
            this.counts.merge(what, 1, Integer::sum);
        }
    }

    private void round(Function<Random, QuerySource> kind) {
        try (Session session = ScratchSession.open()) {
            QuerySource source = kind.apply(random);
            DeltaRun run = new DeltaRun(session, random, LARGE, new DeltaCounts());
            source.tables().forEach(session::execute);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < DeltaRun.QUERIES; i++) {
                texts.add(source.next());
            }
            run.round(texts, 2, (sql, query, changed) -> {
                if (Set.copyOf(query.names()).size() < query.names().size()) {
                    // No model has two columns of one name.
                    return;
                }
                String edited = edits.edit(sql, query.names(), texts.get(random.nextInt(texts.size())));
                Map<String, InputChange> some = random.nextBoolean() ? changed : Map.of();
                bound(session, run, edited).ifPresent(other -> {
                    boolean back = random.nextBoolean();
                    check(run.derived(), back ? other : query, back ? query : other, some, sql + "\n→ " + edited);
                });
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static Optional<BoundQuery> bound(Session session, DeltaRun run, String sql) {
        try {
            session.execute("EXPLAIN " + sql);
        } catch (RuntimeException invalid) {
            return Optional.empty();
        }
        return run.derived().canonical(sql);
    }

    private void check(
            DerivedChange derived, BoundQuery then, BoundQuery now, Map<String, InputChange> changed, String texts) {
        Optional<EditedQuery> aligned = EditedQuery.of(then, now);
        count("edits of a column's type", aligned.isEmpty());
        if (aligned.isEmpty() || wrong.size() >= MOST_WRONG) {
            return;
        }
        EditedQuery edited = aligned.get();
        derived.rows().withEdits(true);
        try {
            if (Traversal.upward(edited.query().relation()).size() <= LARGE && sidesAgree(derived, edited, then, now)) {
                check(derived, edited, changed);
            }
        } catch (AssertionError e) {
            if (FAILS.matcher(String.valueOf(e.getMessage())).find()) {
                count("edits that fail", true);
                return;
            }
            wrong.add(texts + "\n" + changed + "\n"
                    + hindsight.relation.RelationPrinter.print(edited.query().relation()) + "\n" + e.getMessage());
        } finally {
            derived.rows().withEdits(false);
        }
    }

    private void check(DerivedChange derived, EditedQuery edited, Map<String, InputChange> changed) {
        boolean moves = ClockMove.NONE.ofEdit().movesAny(edited.query().relation());
        Checked checked = derived.check(edited.query(), changed);
        boolean known = checked.outcome() == Outcome.CHANGED || checked.outcome() == Outcome.SAME;
        count("edits that do the same", !moves);
        count("edits whose rows differ", moves && checked.outcome() == Outcome.CHANGED);
        count("edits without other rows", moves && checked.outcome() == Outcome.SAME);
        count("edits that read little", moves && known && edited.hindrance().isEmpty());
        count("edits with changes of tables", moves && known && !changed.isEmpty());
        count("edits by keys", moves && checked.ways().contains(DerivedChange.Way.KEYED));
        count("outcome " + checked.outcome(), !known);
        if (known) {
            edited.parts().forEach(part -> count(part, true));
            count("made in another way", edited.apart());
        }
    }

    /** On each side, the one query gives what the text of that side does: empty columns beside. */
    private boolean sidesAgree(DerivedChange derived, EditedQuery edited, BoundQuery then, BoundQuery now) {
        Map<List<Object>, Integer> fresh;
        Map<List<Object>, Integer> old;
        try {
            fresh = derived.rows().after(DerivedChange.written(now));
            old = derived.rows().before(DerivedChange.written(then));
        } catch (AssertionError fails) {
            count("edits that fail", true);
            return false;
        }
        assertThat(derived.rows().after(DerivedChange.written(edited.at(Side.NEW))))
                .as("the new side")
                .isEqualTo(fresh);
        if (then.names().equals(now.names())) {
            assertThat(derived.rows().before(DerivedChange.written(edited.at(Side.OLD))))
                    .as("the old side")
                    .isEqualTo(old);
        }
        return true;
    }
}
