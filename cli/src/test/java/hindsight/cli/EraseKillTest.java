package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.JavaProcess;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasures killed at any instant have erased all or nothing; what they erased is in no byte of the warehouse. */
class EraseKillTest {
    private static final int KILLS = Integer.getInteger("hindsight.kills", 3);
    private static final String SECRET = "Sancho-Panza-";

    @TempDir
    Path folder;

    private final Random random = Seed.random(EraseKillTest.class);

    @Test
    void killedErasuresEraseAllOrNothing() throws Exception {
        ShopFolder shop = shop();
        long usual = 0;
        for (int kill = 0; kill <= KILLS; kill++) {
            String secret = SECRET + kill;
            String[] words = {"erase", "people", "--where", "name = '" + secret + "'", "-m", "asked to", "--yes"};
            List<String> before = answers(shop);
            assertThat(filesWith(shop, secret)).isNotEmpty();
            long start = System.nanoTime();
            try (JavaProcess process = shop.start(words)) {
                if (kill == 0) {
                    assertThat(process.exit()).as(process.errors()).isZero();
                    usual = (System.nanoTime() - start) / 1_000_000;
                } else {
                    Thread.sleep(usual / 3 + random.nextInt((int) usual * 2 / 3));
                    process.kill();
                }
            }
            boolean erased = shop.run("history", "people", "id=" + kill) != Exit.DONE;
            if (!erased) {
                assertThat(answers(shop)).as("kill %d", kill).isEqualTo(before);
                assertThat(shop.run(words)).as(shop::told).isEqualTo(Exit.DONE);
            }
            assertThat(answers(shop)).as("kill %d", kill).isNotEqualTo(before);
            assertThat(shop.run("verify")).as(shop::told).isEqualTo(Exit.DONE);
            assertThat(filesWith(shop, secret)).as("kill %d", kill).isEmpty();
        }
    }

    private ShopFolder shop() throws IOException {
        ShopFolder shop = new ShopFolder(folder);
        shop.write("hindsight.yml", "name: shop\nsources: {people: {key: [id], load: upsert}}\n");
        shop.write("models/names.sql", "SELECT city, max(name) AS last, count(*) AS n FROM people GROUP BY city");
        for (int load = 0; load < 3; load++) {
            StringBuilder rows = new StringBuilder("id,name,city\n");
            for (int id = 0; id < 2000; id++) {
                rows.append("%d,%s%d,c%d\n".formatted(id, SECRET, id, (id + load) % 7));
            }
            shop.write("people.csv", rows.toString());
            assertThat(shop.run("load", "people", "people.csv")).as(shop::told).isEqualTo(Exit.DONE);
            assertThat(shop.run("apply", "--yes")).as(shop::told).isEqualTo(Exit.DONE);
        }
        return shop;
    }

    private static List<String> answers(ShopFolder shop) {
        return Stream.of("1", "2", "4", "6")
                .map(seq -> {
                    String table = Integer.parseInt(seq) % 2 == 0 ? "names" : "people";
                    assertThat(shop.run(
                                    "query",
                                    "SELECT count(*), sum(hash(t)::HUGEINT) FROM " + table + " t",
                                    "--as-of",
                                    seq))
                            .as(shop::told)
                            .isEqualTo(Exit.DONE);
                    return shop.text();
                })
                .toList();
    }

    /** A number behind the name may go on: only the very name counts. */
    private static List<Path> filesWith(ShopFolder shop, String secret) throws IOException {
        try (Stream<Path> files = Files.walk(shop.file(".hindsight"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, secret))
                    .toList();
        }
    }

    private static boolean contains(Path file, String secret) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return java.util.regex.Pattern.compile(secret + "(?![0-9])")
                    .matcher(text)
                    .find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
