package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.JavaProcess;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model computed in chunks by processes that are killed at any instant: what one of them finished, the next ones do not compute again. */
class BackfillKillTest {
    private static final Pattern CHUNK = Pattern.compile("compute daily [^\n]*, chunk (\\d+) of (\\d+)");
    private static final int DAYS = 120;
    private static final int KILLS = 6;
    private static final String DIGEST = "SELECT count(*), sum(hash(t)::HUGEINT) FROM daily t";

    @TempDir
    Path folder;

    private final Random random = Seed.random(BackfillKillTest.class);

    @Test
    void killedProcessesAreGoneOnWith() throws Exception {
        kill("");
    }

    @Test
    @Tag("slow")
    void manyKilledProcessesAreGoneOnWith() throws Exception {
        for (int i = 0; i < Integer.getInteger("hindsight.cases", 20); i++) {
            kill(Integer.toString(i));
        }
    }

    private void kill(String name) throws Exception {
        ShopFolder torn = project("torn" + name, ", chunk_rows: 400");
        ShopFolder whole = project("whole" + name, "");
        int begun = 1;
        int chunks = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<Integer> computed = killed(torn, begun + random.nextInt(5));
            if (!computed.isEmpty()) {
                assertThat(computed.get(0)).as("kill %d", kill).isBetween(begun, begun + 1);
                assertThat(computed).isEqualTo(range(computed.get(0), computed.get(computed.size() - 1)));
                begun = computed.get(computed.size() - 1);
                chunks += computed.size();
            }
            if (kill == 2) {
                for (ShopFolder shop : List.of(torn, whole)) {
                    output(shop, "load", "orders", "late.csv");
                }
            }
        }
        output(torn, "apply");
        chunks += computed(torn).size();
        output(whole, "apply");
        assertThat(output(torn, "query", DIGEST)).isEqualTo(output(whole, "query", DIGEST));
        output(torn, "verify");
        assertThat(chunks).isBetween(30, 30 + KILLS);
        assertThat(torn.file(".hindsight/chunks")).doesNotExist();
    }

    /** The chunks that a process began until it was killed, soon after it began some chunk. */
    private List<Integer> killed(ShopFolder shop, int chunk) throws Exception {
        deleteLogs(shop);
        try (JavaProcess process = shop.start("apply")) {
            shop.awaitLog(process, ", chunk " + chunk + " of ");
            Thread.sleep(random.nextInt(80));
            process.kill();
        }
        return computed(shop);
    }

    /** The chunks that the commands of the logs began. */
    private static List<Integer> computed(ShopFolder shop) throws IOException {
        List<Integer> found = new ArrayList<>();
        try (Stream<Path> logs = Files.list(shop.file(".hindsight/log"))) {
            for (Path log : logs.toList()) {
                Matcher matcher = CHUNK.matcher(Files.readString(log));
                while (matcher.find()) {
                    assertThat(matcher.group(2)).isEqualTo("30");
                    found.add(Integer.valueOf(matcher.group(1)));
                }
            }
        }
        deleteLogs(shop);
        return found;
    }

    private static void deleteLogs(ShopFolder shop) throws IOException {
        try (Stream<Path> logs = Files.list(shop.file(".hindsight/log"))) {
            for (Path log : logs.toList()) {
                Files.delete(log);
            }
        }
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private ShopFolder project(String name, String settings) throws IOException {
        ShopFolder shop = new ShopFolder(folder.resolve(name));
        shop.write("hindsight.yml", """
                name: shop
                engine: {memory: 500MB, threads: 2%s}
                sources: {orders: {key: [id], load: upsert}}
                """.formatted(settings));
        shop.write("orders.csv", orders(0, DAYS * 100, 1));
        shop.write("late.csv", orders(0, 300, 7));
        shop.write(
                "models/daily.sql",
                "/*---\nkey: [d, k]\neffective: d\n---*/\nSELECT d, k, sum(v) AS s FROM orders GROUP BY d, k");
        output(shop, "load", "orders", "orders.csv");
        return shop;
    }

    private static String orders(int first, int rows, int factor) {
        return IntStream.range(first, first + rows)
                .mapToObj(i -> "%d,%s,%d,%d\n"
                        .formatted(i, LocalDate.of(2025, 1, 1).plusDays(i / 100), i % 7, i % 31 * factor))
                .collect(Collectors.joining("", "id,d,k,v\n", ""));
    }

    private static String output(ShopFolder shop, String... words) {
        assertThat(shop.run(words))
                .as(() -> List.of(words) + "\n" + shop.text() + shop.told())
                .isEqualTo(Exit.DONE);
        return shop.text();
    }
}
