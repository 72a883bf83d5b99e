package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit into memory is told with the way out; nothing is published, and nothing said of the project. */
class MemoryTest {
    private static final String ONE_LARGE_VALUE = "SELECT string_agg(v, ',' ORDER BY id) AS v FROM orders";

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeEach
    void project() throws IOException {
        shop = new ShopFolder(folder);
        shop.write(
                "orders.csv",
                IntStream.range(0, 1_000)
                        .mapToObj(id -> id + "," + "%05d".formatted(id).repeat(4_000) + "\n")
                        .collect(Collectors.joining("", "id,v\n", "")));
        memory("1GB");
        done("load", "orders", "orders.csv");
    }

    @Test
    void aModelThatDoesNotFitIsTold() throws IOException {
        shop.write("models/all_of_them.sql", ONE_LARGE_VALUE);
        memory("40MB");
        assertTooSmall("apply");
        assertThat(shop.told()).startsWith("models/all_of_them.sql:1: ").doesNotContain("opaque");
        assertCommits(1);
        memory("1GB");
        done("apply");
        memory("40MB");
        assertTooSmall("verify");
        memory("1GB");
        done("verify");
        assertCommits(2);
    }

    @Test
    void aLoadThatDoesNotFitIsTold() throws IOException {
        shop.write("long.csv", "id,v\n1," + "x".repeat(15_000_000) + "\n");
        memory("20MB");
        assertTooSmall("load", "orders", "long.csv");
        assertCommits(1);
        memory("1GB");
        done("load", "orders", "long.csv");
        assertCommits(2);
    }

    @Test
    void aValueThatTheProgramCannotHoldIsTold() throws IOException {
        try (JavaProcess process = shop.start("query", "--json", "SELECT repeat('x', 260000000) AS v")) {
            assertThat(process.exit()).as(process.errors()).isEqualTo(Exit.FAULT.code());
            assertThat(process.output()).contains("\"code\":\"out-of-memory\"").contains("""
                    "Cannot finish within the memory of the program: a value is too large for it",\
                    "hint":"Ask for less of it, or write rows to a file, which the engine does: --format parquet --output FILE\
                    """);
            assertThat(process.errors()).doesNotContain("\tat ");
        }
    }

    private void memory(String limit) throws IOException {
        shop.write("hindsight.yml", """
                name: shop
                engine: {memory: %s, threads: 1}
                sources: {orders: {key: [id], load: upsert}}
                """.formatted(limit));
    }

    private void assertTooSmall(String... words) {
        assertThat(shop.run(words)).as(shop::told).isEqualTo(Exit.FAULT);
        assertThat(shop.told())
                .contains("Cannot finish within the engine's memory: ", "Raise engine.memory in hindsight.yml")
                .doesNotContain("Cannot confirm", "\tat ");
    }

    private void assertCommits(int commits) {
        done("log");
        assertThat(shop.text().lines().skip(1)).hasSize(commits);
    }

    private void done(String... words) {
        assertThat(shop.run(words)).as(shop::told).isEqualTo(Exit.DONE);
    }
}
