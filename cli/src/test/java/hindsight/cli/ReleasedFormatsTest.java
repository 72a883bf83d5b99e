package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A tiny warehouse of every format that was released, in {@code src/test/resources/formats/N}: once upgraded, it gives the answers that the
 * version gave which made it. A released one never changes. That of a format that was not released yet is made anew, and its answers, with
 * {@code -Dhindsight.formats=rewrite}.
 */
class ReleasedFormatsTest {
    private static final Path FORMATS = Path.of("src/test/resources/formats");
    private static final boolean REWRITE =
            System.getProperty("hindsight.formats", "").equals("rewrite");
    private static final List<String> TABLES = List.of("orders", "prices", "days", "big", "gone");
    private static final int COMMITS = 10;
    private static final Pattern NEWEST = Pattern.compile("\"to\":(\\d+)");

    @TempDir
    Path folder;

    static List<String> formats() throws IOException {
        try (Stream<Path> folders = Files.list(FORMATS)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aWarehouseOfTheFormatGivesTheAnswersThatItGave(String format) throws IOException {
        ShopFolder shop = new ShopFolder(folder);
        project(shop);
        Path kept = FORMATS.resolve(format).resolve("warehouse.duckdb.gz");
        Files.createDirectories(shop.file(".hindsight"));
        try (InputStream gzip = new GZIPInputStream(Files.newInputStream(kept))) {
            Files.copy(gzip, shop.file(".hindsight/warehouse.duckdb"));
        }
        done(shop, "upgrade");
        assertThat(answers(shop))
                .as("format %s; if it was not released yet, make it anew with -Dhindsight.formats=rewrite", format)
                .isEqualTo(Files.readString(FORMATS.resolve(format).resolve("answers.txt")));
    }

    /** Makes one where a rewrite is asked for; else looks whether there is one of the format that this version writes. */
    @Test
    void thereIsOneOfTheNewestFormat() throws IOException {
        ShopFolder shop = new ShopFolder(folder);
        project(shop);
        make(shop);
        done(shop, "upgrade", "--json");
        Matcher newest = NEWEST.matcher(shop.text());
        assertThat(newest.find()).isTrue();
        Path format = FORMATS.resolve(newest.group(1));
        if (REWRITE) {
            Files.createDirectories(format);
            try (OutputStream gzip =
                    new GZIPOutputStream(Files.newOutputStream(format.resolve("warehouse.duckdb.gz")))) {
                Files.copy(shop.file(".hindsight/warehouse.duckdb"), gzip);
            }
            Files.writeString(format.resolve("answers.txt"), answers(shop));
        }
        assertThat(format.resolve("warehouse.duckdb.gz")).exists();
    }

    private static void project(ShopFolder shop) throws IOException {
        shop.write("hindsight.yml", """
                name: shop
                engine: {memory: 1GB, threads: 1}
                sources:
                  orders: {key: [id], load: upsert}
                  prices: {key: [id], effective: [since, till], load: upsert}
                """);
        shop.write("models/days.sql", """
                /*---
                key: [day]
                effective: day
                ---*/
                SELECT day, sum(amount) AS total FROM orders GROUP BY day
                -- since: 2025-03-02
                SELECT day, sum(amount) * 2 AS total FROM orders GROUP BY day
                """);
        shop.write("models/big.sql", "/*---\nmaterialized: view\n---*/\nFROM days WHERE total > 15");
    }

    private static void make(ShopFolder shop) throws IOException {
        shop.write("models/gone.sql", "SELECT count(*) AS n FROM orders");
        shop.write("one.csv", "id,day,amount\n1,2025-03-01,10\n2,2025-03-02,20\n");
        shop.write("two.csv", "id,day,amount,note\n2,2025-03-02,25.5,more\n3,2025-03-01,5,\n");
        shop.write("prices.csv", "id,since,till,price\n1,2025-01-01,2025-02-01,1\n");
        done(shop, "load", "orders", "one.csv");
        shop.write("portion.csv", "id,since,till,price\n1,2025-01-10,2025-01-20,2\n");
        done(shop, "load", "prices", "prices.csv");
        done(shop, "load", "prices", "portion.csv");
        done(shop, "apply");
        done(shop, "tag", "first");
        done(shop, "branch", "trial");
        done(shop, "load", "orders", "two.csv");
        Files.delete(shop.file("models/gone.sql"));
        done(shop, "apply", "--yes", "--drop", "gone");
        done(shop, "load", "orders", "two.csv", "--branch", "trial");
        done(shop, "apply", "--yes", "--drop", "gone", "--branch", "trial");
        done(shop, "undo", "5");
        done(shop, "seal", "orders");
        done(shop, "load", "orders", "two.csv");
    }

    private static String answers(ShopFolder shop) {
        StringBuilder answers = new StringBuilder();
        for (String branch : List.of("main", "trial")) {
            add(answers, shop, "log", "--branch", branch);
            for (int seq = 1; seq <= COMMITS; seq++) {
                add(answers, shop, "show", Integer.toString(seq), "--branch", branch);
                add(answers, shop, "verify", "--at", Integer.toString(seq), "--branch", branch);
                for (String table : TABLES) {
                    String[] query = {
                        "query", "FROM " + table + " ORDER BY ALL", "--as-of", "" + seq, "--branch", branch
                    };
                    add(answers, shop, query);
                }
            }
            add(answers, shop, "diff", "orders", "1..head", "--branch", branch);
            add(answers, shop, "history", "orders", "id=2", "--branch", branch);
            add(answers, shop, "logic", "days", "--branch", branch);
            add(answers, shop, "verify", "--branch", branch);
        }
        add(answers, shop, "tag");
        add(answers, shop, "query", "FROM days ORDER BY ALL", "--as-of", "first");
        return answers.toString();
    }

    private static void add(StringBuilder answers, ShopFolder shop, String... words) {
        Exit exit = shop.run(words);
        answers.append("$ ").append(String.join(" ", words)).append('\n').append(shop.text());
        shop.told().lines().forEach(line -> answers.append("! ").append(line).append('\n'));
        if (exit != Exit.DONE) {
            answers.append("[").append(exit).append("]\n");
        }
    }

    private static void done(ShopFolder shop, String... words) {
        assertThat(shop.run(words))
                .as(() -> List.of(words) + "\n" + shop.told())
                .isEqualTo(Exit.DONE);
    }
}
