package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.run.Progress;
import hindsight.run.Seal;
import hindsight.run.Verify;
import hindsight.testkit.Seed;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random pasts, sealed now and then: nothing that can be asked is answered differently. */
class SealOracleTest {
    private static final int COMMITS = Integer.getInteger("hindsight.commits", 8);

    @TempDir
    Path folder;

    private final Random random = Seed.random(SealOracleTest.class);

    @Test
    void sealingChangesNoAnswer() {
        ShopFolder shop = new ShopFolder(folder);
        RandomPast past = new RandomPast(shop, random);
        for (int round = 0; round < 2; round++) {
            past.goOn(COMMITS);
            Map<String, String> before = EveryAnswer.of(shop, past.branches(), round);
            String branch = past.branches().get(random.nextInt(past.branches().size()));
            assertThat(seal(shop.on(branch))).anyMatch(table -> table.versions().isPresent());
            assertThat(EveryAnswer.of(shop, past.branches(), round)).isEqualTo(before);
            assertThat(seal(shop.on(branch))).allMatch(table -> table.versions().isEmpty());
        }
        past.goOn(COMMITS);
        for (String branch : past.branches()) {
            verify(shop.on(branch), Optional.empty());
            verify(shop, Optional.of(new Position.Version(1 + random.nextInt((int) past.newest()))));
        }
    }

    private static List<Seal.Table> seal(ShopFolder shop) {
        return shop.in(Progress.SILENT, workspace -> new Seal(workspace).run(List.of()))
                .tables();
    }

    private static void verify(ShopFolder shop, Optional<Position> at) {
        assertThat(shop.in(
                                Progress.SILENT,
                                workspace -> new Verify(workspace).run(new Verify.Request(Optional.empty(), at, false)))
                        .tables())
                .allMatch(Verify.Table::isEqual);
    }
}
