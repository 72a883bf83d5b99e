package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a file to load is damaged, it is loaded as it reads or refused with a message, as a whole; never a defect, never half of it. */
class DamagedLoadsTest {
    private static final String VALUES =
            "SELECT i AS id, 'it''s \"x\", ' || i AS text, i * 0.25 AS f, DATE '2024-01-01' + i::INTEGER AS d, i % 3 = 0 AS b,"
                    + " CASE WHEN i % 5 > 0 THEN i::DECIMAL(9,2) END AS n, [i, NULL] AS list, {'a': i, 'b': 'ü'} AS s FROM range(50) r(i)";
    private static final List<String> DEBRIS = List.of(
            "\"",
            "'",
            ",",
            ";",
            "\n",
            "\r\n",
            "\0",
            "{",
            "}",
            "[",
            "]",
            ":",
            "null",
            "NaN",
            "1e999",
            "-",
            "\\",
            "\\u0000",
            "\uFEFF",
            "99999999999999999999999",
            "\uD83D\uDE00",
            "2024-02-31",
            "true",
            "  ");

    @TempDir
    Path folder;

    private final Random random = Seed.random(DamagedLoadsTest.class);
    private final Map<Exit, Integer> endings = new TreeMap<>();
    private ShopFolder shop;
    private int commits;

    @BeforeEach
    void project() throws IOException {
        shop = new ShopFolder(folder);
        shop.write("hindsight.yml", """
                name: shop
                engine: {memory: 500MB, threads: 2}
                sources: {orders: {key: [id], load: upsert}, fresh: {load: append}}
                """);
        assertThat(shop.run("load", "orders", made("csv").toString())).isEqualTo(Exit.DONE);
        commits = 1;
    }

    @Test
    void damagedFilesAreLoadedOrRefused() throws IOException {
        damage(30);
    }

    @Tag("slow")
    @Test
    void manyDamagedFilesAreLoadedOrRefused() throws IOException {
        damage(Integer.getInteger("hindsight.cases", 1_000));
    }

    private void damage(int times) throws IOException {
        List<Path> whole = List.of(made("csv"), made("json"), made("parquet"), packed(made("csv")));
        for (int i = 0; i < times; i++) {
            Path sample = whole.get(random.nextInt(whole.size()));
            String name = sample.getFileName().toString();
            Path file = folder.resolve("damaged-" + name);
            byte[] bytes = Files.readAllBytes(sample);
            Files.write(file, name.endsWith(".parquet") || name.endsWith(".gz") ? bent(bytes) : torn(bytes));
            load(file, i + " " + name);
        }
        assertThat(shop.run("verify")).as(shop::told).isEqualTo(Exit.DONE);
        System.out.println(times + " damaged files: " + endings);
    }

    private void load(Path file, String what) throws IOException {
        String source = random.nextInt(4) == 0 ? "fresh" : "orders";
        Exit exit = shop.run("load", source, file.toString());
        String told = shop.text() + shop.told();
        assertThat(exit).as(() -> what + "\n" + told).isIn(Exit.DONE, Exit.FAULT, Exit.REFUSED);
        assertThat(told).as(what).doesNotContain("\tat ", "INTERNAL Error", "java.");
        endings.merge(exit, 1, Integer::sum);
        int before = commits;
        commits = commits();
        assertThat(commits - before).as(what).isBetween(0, exit == Exit.DONE ? 1 : 0);
    }

    private int commits() {
        assertThat(shop.run("log", "--json", "--limit", "1")).isEqualTo(Exit.DONE);
        return Integer.parseInt(shop.text().replaceFirst("(?s).*?\"seq\":(\\d+).*", "$1"));
    }

    private Path made(String format) {
        Path file = folder.resolve("whole." + format);
        assertThat(shop.run("query", VALUES, "--format", format, "--output", file.toString()))
                .as(shop::told)
                .isEqualTo(Exit.DONE);
        return file;
    }

    private static Path packed(Path file) throws IOException {
        Path packed = file.resolveSibling(file.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(file));
        }
        return packed;
    }

    /** Cut off, or with some bytes that are others. */
    private byte[] bent(byte[] whole) {
        if (random.nextInt(5) == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] bytes = whole.clone();
        int flips = 1 + random.nextInt(random.nextInt(5) == 0 ? 50 : 2);
        for (int i = 0; i < flips; i++) {
            int at = random.nextBoolean()
                    ? random.nextInt(bytes.length)
                    : bytes.length - 1 - random.nextInt(bytes.length / 4);
            bytes[at] ^= (byte) (1 + random.nextInt(255));
        }
        return bytes;
    }

    /** With pieces that are missing, doubled, or something else. */
    private byte[] torn(byte[] whole) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : whole) {
            bytes.add(b);
        }
        for (int wounds = 1 + random.nextInt(2); wounds > 0 && bytes.size() > 1; wounds--) {
            int at = random.nextInt(bytes.size());
            int end = Math.min(bytes.size(), at + random.nextInt(random.nextInt(4) == 0 ? 200 : 6));
            switch (random.nextInt(4)) {
                case 0 -> bytes.subList(at, end).clear();
                case 1 -> bytes.addAll(random.nextInt(bytes.size()), List.copyOf(bytes.subList(at, end)));
                case 2 -> bytes.set(at, (byte) random.nextInt(256));
                default -> insert(bytes, at, DEBRIS.get(random.nextInt(DEBRIS.size())));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bytes.forEach(out::write);
        return out.toByteArray();
    }

    private static void insert(List<Byte> bytes, int at, String text) {
        int place = at;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(place++, b);
        }
    }
}
