package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.RefusedException;
import hindsight.run.Branches;
import hindsight.run.Keep;
import hindsight.run.Progress;
import hindsight.run.Prune;
import hindsight.run.PrunedHistory;
import hindsight.run.Seal;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pasts, pruned: every state and every net diff is what it was, however old; steps and lives are from there on what they were, and
 * steps of before are refused.
 */
class PruneOracleTest {
    private static final int COMMITS = Integer.getInteger("hindsight.commits", 5);
    private static final int LONG = 10;
    /** Rounds, until something was there to prune. */
    private static final int MOST = 20;

    private static final String REFUSAL = "Cannot read what ";

    @TempDir
    Path folder;

    private final Random random = Seed.random(PruneOracleTest.class);

    @Test
    void pruningKeepsEveryStateAndWhatIsNewer() {
        prunes(COMMITS);
    }

    @Tag("slow")
    @Test
    void pruningKeepsEveryStateOfLongPasts() {
        prunes(LONG);
    }

    private void prunes(int commits) {
        ShopFolder shop = new ShopFolder(folder);
        RandomPast past = new RandomPast(shop, random);
        long dropped = 0;
        for (int round = 0; round < 2 || dropped == 0 && round < MOST; round++) {
            past.goOn(commits);
            if (random.nextBoolean()) {
                shop.in(Progress.SILENT, workspace -> new Seal(workspace).run(List.of()));
            }
            Map<String, String> before = EveryAnswer.of(shop, past.branches(), round);
            Prune.Result pruned = prune(shop, past, new Keep.Commits(1 + random.nextInt(commits / 2)));
            dropped += pruned.tables().stream().mapToLong(Prune.Table::versions).sum();
            compare(before, EveryAnswer.of(shop, past.branches(), round), bounds(shop));
        }
        assertThat(dropped).isPositive();
        goOnAndVerify(shop, past);
    }

    @Test
    void restoringGivesBackWhatWasPruned() {
        restores(COMMITS);
    }

    @Tag("slow")
    @Test
    void restoringGivesBackLongPasts() {
        restores(LONG);
    }

    private void restores(int commits) {
        ShopFolder shop = new ShopFolder(folder);
        RandomPast past = new RandomPast(shop, random);
        long restored = 0;
        for (int round = 0; round < 2 || restored == 0 && round < MOST; round++) {
            past.goOn(commits);
            Map<String, Long> known = bounds(shop);
            Map<String, String> before = EveryAnswer.of(shop, past.branches(), round);
            prune(shop, past, new Keep.Commits(1 + random.nextInt(commits / 2)));
            long at = random.nextInt(3) == 0 ? 0 : random.nextInt(Math.max(1, (int) newest(bounds(shop))));
            List<String> names = new ArrayList<>(bounds(shop).keySet());
            Collections.shuffle(names, random);
            for (String name : names) {
                if (bounds(shop).get(name) > 0) {
                    restored += restore(shop, name, at).versions();
                    assertThat(restore(shop, name, at).versions()).isZero();
                }
            }
            Map<String, Long> from = bounds(shop);
            assertThat(from.values()).allMatch(bound -> bound <= at);
            compare(before, EveryAnswer.of(shop, past.branches(), round), later(known, from));
            prune(shop, past, new Keep.Commits(commits));
            if (round > 0) {
                compare(before, EveryAnswer.of(shop, past.branches(), round), later(known, bounds(shop)));
            }
        }
        assertThat(restored).isPositive();
        goOnAndVerify(shop, past);
    }

    private static long newest(Map<String, Long> bounds) {
        return bounds.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static PrunedHistory.Result restore(ShopFolder shop, String table, long at) {
        return shop.in(
                Progress.SILENT, workspace -> new PrunedHistory(workspace).restore(table, new Position.Version(at)));
    }

    private static Map<String, Long> later(Map<String, Long> known, Map<String, Long> now) {
        Map<String, Long> later = new TreeMap<>(now);
        known.forEach((table, bound) -> later.merge(table, bound, Math::max));
        return later;
    }

    /** The first commits as of which tables are stored whole. */
    private static Map<String, Long> bounds(ShopFolder shop) {
        return shop.in(
                Progress.SILENT,
                workspace -> workspace.reading(store -> store.memory(store.head()).live().stream()
                        .collect(Collectors.toMap(table -> table.name(), store.keeping()::prunedUpTo))));
    }

    private void goOnAndVerify(ShopFolder shop, RandomPast past) {
        past.goOn(COMMITS);
        for (String branch : past.branches()) {
            verify(shop.on(branch), Optional.empty());
            verify(shop, Optional.of(new Position.Version(1 + random.nextInt((int) past.newest()))));
        }
    }

    /** Branches are dropped that need what is to go; each is refused first. */
    private static Prune.Result prune(ShopFolder shop, RandomPast past, Keep keep) {
        Prune.Request request = new Prune.Request(List.of(), keep, false);
        for (int tries = 0; tries < 20; tries++) {
            try {
                return shop.in(Progress.SILENT, workspace -> new Prune(workspace).run(request));
            } catch (RefusedException needed) {
                String branch = past.branches().get(past.branches().size() - 1);
                assertThat(needed).hasMessageContaining("branch ");
                shop.in(Progress.SILENT, workspace -> {
                    new Branches(workspace).delete(branch);
                    return branch;
                });
                past.forget(branch);
            }
        }
        throw new AssertionError("refused although there are no branches");
    }

    private static void compare(Map<String, String> before, Map<String, String> after, Map<String, Long> pruned) {
        after.forEach((question, answer) -> {
            String[] words = question.split(" ");
            long from = pruned.getOrDefault(words[2], 0L);
            String was = before.get(question);
            if (words[0].equals("life")) {
                assertThat(since(answer, from)).as(question).isEqualTo(since(was, from));
            } else if (was != null && was.startsWith(REFUSAL)) {
                assertThat(words[0]).as(question).isEqualTo("steps");
            } else if (words[0].equals("steps") && Long.parseLong(words[3].split("\\.\\.")[0]) < from) {
                assertThat(answer)
                        .as(question)
                        .satisfiesAnyOf(
                                text -> assertThat(text).startsWith(REFUSAL),
                                text -> assertThat(text).isEqualTo(was));
            } else {
                assertThat(answer).as(question).isEqualTo(was);
            }
        });
    }

    private static List<String> since(String life, long from) {
        return life.lines()
                .filter(event -> event.matches("\\d+ .*") && Long.parseLong(event.split(" ")[0]) > from)
                .toList();
    }

    private static void verify(ShopFolder shop, Optional<Position> at) {
        assertThat(shop.in(
                                Progress.SILENT,
                                workspace -> new Verify(workspace).run(new Verify.Request(Optional.empty(), at, false)))
                        .tables())
                .allMatch(Verify.Table::isEqual);
    }
}
