package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that want the same warehouse at the same time: what they leave is what one after the other would have left. */
class SeveralProcessesTest {
    private static final String ENDLESS =
            "SELECT count(*) AS n FROM orders, range(1000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11";
    private static final String SLOW = ENDLESS.replace("1000000", "1500");
    private static final String TOTALS =
            "SELECT v, count(*) AS n FROM (FROM orders UNION ALL FROM returns UNION ALL FROM events) GROUP BY v";

    @TempDir
    Path folder;

    private final List<JavaProcess> started = new ArrayList<>();
    private ShopFolder shop;

    @BeforeEach
    void project() throws IOException {
        shop = new ShopFolder(folder);
        shop.write("hindsight.yml", """
                name: shop
                sources:
                  orders: {key: [id], load: upsert}
                  returns: {key: [id], load: snapshot}
                  events: {load: append}
                """);
        shop.write("models/totals.sql", TOTALS);
        for (String source : List.of("orders", "returns", "events")) {
            shop.write(source + ".csv", rows(0, 1));
            shop.write(source + "2.csv", rows(50, 2));
        }
    }

    @AfterEach
    void end() {
        started.forEach(JavaProcess::close);
    }

    @Test
    void firstLoadsAtOnceMakeOneWarehouse() throws IOException {
        start("load", "orders", "orders.csv");
        start("load", "returns", "returns.csv");
        start("load", "events", "events.csv");
        assertAllDone();
        assertThat(log()).hasSize(3);
        assertWhole();
    }

    @Test
    void aFileThatTwoProcessesAppendIsThereOnce() throws IOException {
        start("load", "events", "events.csv");
        start("load", "events", "events.csv");
        assertAllDone();
        assertThat(answer("SELECT count(*) FROM events")).isEqualTo("100");
        assertThat(log()).hasSize(1);
    }

    @Test
    void twoLoadsOfTheSameRowsLandInTheOrderOfTheLog() throws IOException {
        start("load", "orders", "orders.csv");
        start("load", "orders", "orders2.csv");
        assertAllDone();
        boolean secondFileLast = log().get(0).contains("orders2.csv");
        assertThat(answer("SELECT count(*) FROM orders")).isEqualTo("150");
        assertThat(answer("SELECT count(*) FROM orders WHERE v = 2")).isEqualTo(secondFileLast ? "100" : "50");
        assertWhole();
    }

    @Test
    void loadsLandWhileModelsAreComputed() throws Exception {
        loadAll();
        startSlowApply();
        start("load", "orders", "orders2.csv");
        start("load", "returns", "returns2.csv", "--allow-deletes");
        start("load", "events", "events2.csv");
        start("query", "SELECT count(*) FROM orders");
        assertAllDone();
        assertThat(log()).hasSize(7);
        assertWhole();

        assertThat(shop.run("apply")).isEqualTo(Exit.DONE);
        assertThat(answer("SELECT count(*) FROM ((FROM totals EXCEPT ALL (" + TOTALS + ")) UNION ALL ((" + TOTALS
                        + ") EXCEPT ALL FROM totals))"))
                .isEqualTo("0");
        assertThat(answer("SELECT sum(n) FROM totals")).isEqualTo("450");
        assertWhole();
    }

    @Test
    void aFolderThatVanishesWhileModelsAreComputedIsToldAsWhatIsMissing() throws Exception {
        loadAll();
        JavaProcess apply = startSlowApply();
        Files.move(shop.file(".hindsight"), shop.file("elsewhere"));
        assertThat(apply.exit()).isEqualTo(Exit.FAULT.code());
        assertThat(apply.errors())
                .contains("it was there when the command began, and is gone")
                .doesNotContain("\tat ");
        assertThat(log()).isEmpty();
        loadAll();
        assertWhole();
    }

    @Test
    void readersReadTogetherAndWritersAreToldWhoReads() throws Exception {
        loadAll();
        JavaProcess reader = startEndlessQuery();
        assertThat(shop.run("--wait", "0", "status")).isEqualTo(Exit.DONE);
        for (List<String> words : List.of(
                List.of("--wait", "0", "load", "orders", "orders2.csv"),
                List.of("--wait", "1", "tag", "now"),
                List.of("--wait", "0", "apply"))) {
            assertThat(shop.run(words.toArray(String[]::new))).isEqualTo(Exit.REFUSED);
            assertThat(shop.told())
                    .startsWith("Cannot hold the warehouse " + folder.resolve(".hindsight/warehouse.duckdb")
                            + ": process " + reader.pid() + " holds it (waited " + words.get(1) + " s)\n")
                    .contains("raise --wait");
        }
        assertThat(shop.run("--wait", "0", "tag", "now", "--json")).isEqualTo(Exit.REFUSED);
        assertThat(shop.text()).startsWith("{\"format\":1,\"result\":null,\"problems\":[{\"code\":\"warehouse-held\",");
        assertThat(log()).hasSize(3);
    }

    @Test
    void aWriterThatWaitsGoesOnWhenTheReaderEnds() throws Exception {
        loadAll();
        JavaProcess reader = startEndlessQuery();
        JavaProcess writer = start("--wait", "100", "load", "orders", "orders2.csv");
        shop.awaitLog(writer, "read orders2.csv");
        Thread.sleep(500);
        assertThat(writer.isAlive()).isTrue();
        reader.kill();
        assertThat(writer.exit()).as(writer.errors()).isZero();
        assertThat(log()).hasSize(4);
        assertWhole();
    }

    /** Ids from one on, all with one value. */
    private static String rows(int from, int value) {
        return IntStream.range(from, from + 100)
                .mapToObj(id -> id + "," + value + "\n")
                .collect(Collectors.joining("", "id,v\n", ""));
    }

    private JavaProcess start(String... words) throws IOException {
        JavaProcess process = shop.start(words);
        started.add(process);
        return process;
    }

    private JavaProcess startSlowApply() throws Exception {
        shop.write("models/slow.sql", SLOW);
        JavaProcess apply = start("apply");
        shop.awaitLog(apply, "compute slow");
        return apply;
    }

    private JavaProcess startEndlessQuery() throws Exception {
        JavaProcess reader = start("query", ENDLESS);
        shop.awaitLog(reader, "SELECT version FROM w.hindsight.format");
        return reader;
    }

    private void loadAll() {
        for (String source : List.of("orders", "returns", "events")) {
            assertThat(shop.run("load", source, source + ".csv")).isEqualTo(Exit.DONE);
        }
    }

    private void assertAllDone() {
        assertThat(started)
                .allSatisfy(process ->
                        assertThat(process.exit()).as(process.errors()).isZero());
    }

    /** A line for each commit, the latest first. */
    private List<String> log() {
        assertThat(shop.run("log")).isEqualTo(Exit.DONE);
        return shop.text().lines().skip(1).toList();
    }

    private String answer(String sql) {
        assertThat(shop.run("query", "--format", "csv", sql)).as(shop.told()).isEqualTo(Exit.DONE);
        return shop.text().lines().skip(1).collect(Collectors.joining("\n"));
    }

    /** Every commit holds what it says it holds, and what models give over their inputs. */
    private void assertWhole() {
        for (int seq = 1; seq <= log().size(); seq++) {
            assertThat(shop.run("verify", "--at", Integer.toString(seq)))
                    .as(() -> shop.text() + shop.told())
                    .isEqualTo(Exit.DONE);
        }
    }
}
