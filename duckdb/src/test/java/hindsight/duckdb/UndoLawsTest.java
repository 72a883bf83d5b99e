package hindsight.duckdb;

import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two random changes that have nothing to do with each other, again and again. Undoing the last one leaves what was before, and undoing
 * that undo what was after; or both are undone, in either order, which leaves what was before both; undoing the first one first leaves what
 * the second does alone, which a branch tells.
 */
class UndoLawsTest {
    private static final int IN_ONE_WAREHOUSE = 40;

    @TempDir
    Path folder;

    @Test
    void someHistoriesObeyTheLaws() throws IOException {
        obey(15);
    }

    @Test
    @Tag("slow")
    void manyHistoriesObeyTheLaws() throws IOException {
        obey(Integer.getInteger("hindsight.histories", 5_000));
    }

    private void obey(int histories) throws IOException {
        Random random = Seed.random(UndoLawsTest.class);
        for (int done = 0; done < histories; done += IN_ONE_WAREHOUSE) {
            Path place = folder.resolve("after" + done);
            try (LawfulShop shop = new LawfulShop(place, random)) {
                for (int i = done; i < Math.min(histories, done + IN_ONE_WAREHOUSE); i++) {
                    shop.history();
                }
                shop.verify();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("after " + done + " histories", e);
            }
            delete(place);
            if (histories > IN_ONE_WAREHOUSE) {
                System.out.println(Math.min(histories, done + IN_ONE_WAREHOUSE) + " histories, " + LawfulShop.counts());
            }
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> walk = Files.walk(place)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
