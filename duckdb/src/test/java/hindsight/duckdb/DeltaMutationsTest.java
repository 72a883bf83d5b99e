package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mistakes in derived queries are noticed when they are held against recomputation; those that are not are explained. */
class DeltaMutationsTest {
    private static final int SECONDS = Integer.getInteger("hindsight.seconds", 300);
    private static final int FEW_SECONDS = 60;
    private static final int QUERIES = 10;
    private static final int CHANGES = 3;
    private static final List<Function<Random, QuerySource>> SOURCES =
            List.of(SmallQueries::new, TypedQueries::new, TimedQueries::new, RandomQueries::new, LayeredQueries::new);

    /** What is done to operators and expressions. */
    private static final Set<String> MISTAKES = Set.of(
            "term 0 dropped",
            "term 1 dropped",
            "equal rows once",
            "all new rows",
            "other side",
            "1 made -1",
            "-1 made 1",
            "off",
            "made ANTI",
            "made SEMI",
            "made INNER",
            "made LEFT",
            "condition dropped",
            "sum made max",
            "<> made =",
            "= made IS NOT DISTINCT FROM",
            "IS NOT DISTINCT FROM made =");

    /**
     * Mistakes without harm: the rule, the operator above, the operator, and the mistake, as {@link Mutants} names them; and why they
     * do not change what the query gives.
     */
    private static final String HARMLESS = """
            .* \\| (Distinct|SEMI\\.1|net|Unnest|UNION ALL\\.\\d|INNER\\.\\d|LEFT\\.0|ANTI\\.0) > Filter: weight <> 0 dropped @ A row without weight is a key more than must be, or adds nothing to the net above.
            (Sort|Unnest) \\| Filter: weight <> 0 dropped @ It is the net of a net.
            Sort \\| net: sum made max @ It is the net of a net.
            .* \\| SEMI\\.1 > Distinct: off @ A semi join does not count the rows that it finds.
            (?!.*Join FULL).* \\| Distinct > (net|Aggregate): sum made max @ Of weights that cancel out, a key is left, which is one more than must be.
            .* \\| SEMI\\.[01] > Filter: IS NULL dropped @ Rows with a NULL match only keys with a NULL, and the other way about: each of the two filters is enough.
            .* \\| ANTI\\.1 > Filter: weight [<>] 0 dropped @ Versions of rows that came are not among those of the other side.
            (?!.*without).* \\| UNION ALL\\.\\d > ANTI: = made IS NOT DISTINCT FROM @ Versions are never NULL; and rows that a join looks for were looked up by keys that are not NULL.
            Join (LEFT|FULL) \\| (UNION ALL\\.\\d|net) > (LEFT|INNER): = made IS NOT DISTINCT FROM @ Rows that a join looks for were looked up by keys that are not NULL.
            Join (INNER|LEFT|FULL) \\| (net > LEFT\\.1|UNION ALL\\.1|LEFT\\.\\d|ANTI\\.\\d) > SEMI: (off|condition dropped|= made IS NOT DISTINCT FROM) @ More rows are looked up: those that match none are not looked at, or come as often from the old side as from the new one.
            (Aggregate( whole| over .*)?|Distinct|DistinctOn) \\| net > UNION ALL: equal rows once @ No row comes twice from one side.
            Distinct(On)? \\| (UNION ALL\\.0 > SEMI: = made IS NOT DISTINCT FROM|DistinctOn > UNION ALL: equal rows once) @ Of equal rows, one is chosen.
            (?!Join (FULL|ANTI)).* \\| ANTI\\.[01] > UNION ALL: equal rows once @ Rows with versions differ, and an anti join does not count the rows that it finds.
            Join (FULL|ANTI).* \\| ANTI\\.1 > UNION ALL: equal rows once @ An anti join does not count the rows that it finds.
            Join (LEFT|FULL|SEMI|ANTI).* \\| SEMI\\.1 > Filter: condition dropped @ Other keys are looked up, too, at which nothing turns.
            Join (INNER|LEFT|FULL).* \\| UNION ALL\\.1 > INNER: made LEFT @ Rows without a partner have no weight.
            clock, (Filter|Project) \\| .*Filter: range AND made OR @ More rows are looked at than those between the bounds.
            clock, Filter \\| .*Project: coalesce off @ Where a condition is NULL, the other branch is taken, as where it is false.
            clock, Filter \\| .*(Filter|Project): = made IS NOT DISTINCT FROM @ The clock is not NULL.
            """;

    private static final List<Pattern> PATTERNS = HARMLESS.lines()
            .map(line -> Pattern.compile(line.substring(0, line.indexOf(" @"))))
            .toList();

    private final Random random = Seed.random(DeltaMutationsTest.class);
    private final MutationRun run = new MutationRun(random, DeltaMutationsTest::isHarmless);

    private static boolean isHarmless(String place) {
        return PATTERNS.stream().anyMatch(pattern -> pattern.matcher(place).matches());
    }

    @Test
    void mistakesOfEveryKindAreNoticed() {
        follow(FEW_SECONDS, () -> left().isEmpty());
        assertThat(left()).isEmpty();
    }

    /** Mistakes that were not noticed anywhere. */
    private Set<String> left() {
        Set<String> left = new TreeSet<>(MISTAKES);
        run.noticed().forEach(place -> left.remove(place.substring(place.lastIndexOf(": ") + 2)));
        return left;
    }

    @Tag("slow")
    @Test
    void mistakesInEveryPlaceAreNoticedOrExplained() {
        follow(SECONDS, () -> false);
        run.survivors().forEach(System.out::println);
        assertThat(run.survivors()).isEmpty();
        assertThat(run.harmful()).isEmpty();
    }

    private interface End {
        boolean isReached();
    }

    private void follow(int seconds, End end) {
        long last = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; System.nanoTime() < last && !end.isReached(); i++) {
            follow(SOURCES.get(i % SOURCES.size()).apply(random));
        }
        run.print();
    }

    private void follow(QuerySource source) {
        try (Session session = ScratchSession.open()) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < QUERIES; i++) {
                texts.add(source.next());
            }
            source.tables().forEach(session::execute);
            DeltaRun round = new DeltaRun(session, random, 0, new DeltaCounts());
            round.round(
                    texts,
                    CHANGES,
                    (sql, query, changed) ->
                            DerivedChange.parts(query).forEach(part -> run.mutate(part, changed, round.derived())));
        }
    }
}
