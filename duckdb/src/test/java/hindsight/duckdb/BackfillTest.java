package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.CancelledException;
import hindsight.problem.MachineException;
import hindsight.problem.Problem;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.Confirmation;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are computed in chunks of effective time: stopped, resumed, overtaken by other commits. */
class BackfillTest {
    private static final String DAILY =
            "/*---\nkey: [d, k]\neffective: d\n---*/\nSELECT d, k, sum(v) AS s, count(*) AS n FROM orders GROUP BY d, k";
    /** 40 days of 50 rows each. */
    private static final String ORDERS =
            "SELECT i AS id, DATE '2025-01-01' + (i // 50)::INTEGER AS d, (i %% 5)::INTEGER AS k, i %% 97 + %d AS v, d + to_hours(i %% 24) AS m FROM range(2000) r(i)";

    @TempDir
    Path folder;

    private ShopFolder shop;
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void project() {
        shop = new ShopFolder(folder).write("hindsight.yml", """
                name: shop
                engine: {memory: 1GB, threads: 2, chunk_rows: 250}
                sources: {orders: {key: [id], load: upsert}, names: {key: [k], load: upsert}}
                """);
        shop.load(ORDERS.formatted(0));
        shop.load("names", List.of("k"), "SELECT i::INTEGER AS k, 'n' || i AS name FROM range(5) r(i)");
        listen(step -> {});
    }

    @Test
    void computesWholeDaysInChunks() {
        shop.model("daily", DAILY).apply();
        assertThat(chunks()).hasSize(8);
        assertThat(chunks().get(0)).contains("compute daily before 2025-01-06, chunk 1 of 8");
        assertThat(chunks().get(7))
                .contains("compute daily since 2025-02-05, chunk 8 of 8")
                .contains(" s left");
        assertSound();
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatWasStoppedGoesOnWhereItWas() {
        shop.model("daily", DAILY);
        stopAt("chunk 4 of 8");
        assertThat(kept()).hasSize(1);
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(5).first().asString().contains("chunk 4 of 8");
        assertSound();
        assertThat(kept()).isEmpty();
    }

    @Test
    void loadsAndOtherAppliesGoFirstAndAreFollowed() {
        shop.model("other", "SELECT k, count(*) AS n FROM orders GROUP BY k").apply();
        shop.model("daily", DAILY);
        listen(step -> {
            if (step.contains("daily") && step.contains("chunk 3 of 8")) {
                meanwhile(() -> shop.load(CHANGED));
            }
            if (step.contains("daily") && step.contains("chunk 6 of 8")) {
                meanwhile(() -> apply("other"));
            }
        });
        shop.apply();
        finishOthers();
        assertThat(chunks()).hasSize(8);
        assertThat(shop.memory().table("daily").orElseThrow().changedAt()).isEqualTo(6);
        assertThat(shop.rows("daily")).contains("2024-12-31 3 8 1");
        assertSound();
    }

    @Test
    void whatWasCommittedAfterItWasStoppedIsFollowed() {
        shop.model("daily", DAILY);
        stopAt("chunk 4 of 8");
        shop.load(CHANGED);
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(5).first().asString().contains("chunk 4 of 8");
        assertThat(shop.rows("daily")).contains("2024-12-31 3 8 1");
        assertSound();
    }

    @Test
    void chunksOfAnotherLogicAreNotUsed() {
        shop.model("daily", DAILY);
        stopAt("chunk 4 of 8");
        shop.model("daily", DAILY.replace("sum(v)", "sum(v + 1)"));
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(8);
        assertSound();
    }

    @Test
    void chunksOfAnotherClockAreNotUsed() {
        shop.model("daily", DAILY.replace("count(*)", "max(now()::TIMESTAMP)"));
        stopAt("chunk 4 of 8");
        steps.clear();
        shop.at(Instant.parse("2025-03-02T08:00:00Z")).apply();
        assertThat(chunks()).hasSize(8);
        assertThat(shop.rows("daily")).allMatch(row -> row.contains("2025-03-02"));
        assertSound();
    }

    @Test
    void chunksOfRowsThatWereComputedOtherwiseAreNotUsed() {
        shop.model("doubled", "SELECT id, d, k, 2 * v AS v FROM orders");
        shop.model("daily", DAILY.replace("orders", "doubled"));
        stopAt("chunk 4 of 8");
        shop.model("doubled", "SELECT id, d, k, 3 * v AS v FROM orders");
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(8);
        assertSound();
    }

    @Test
    void readersSeeTheOldStateUntilTheEnd() {
        shop.model("daily", DAILY).apply();
        List<String> before = shop.rows("daily");
        shop.model("daily", DAILY.replace("sum(v)", "sum(v * 10)"));
        stopAt("chunk 7 of 8", RESTATED);
        assertThat(shop.rows("daily")).isEqualTo(before);
        steps.clear();
        shop.apply(RESTATED);
        assertThat(chunks()).hasSize(2);
        assertThat(shop.rows("daily")).isNotEqualTo(before).hasSameSizeAs(before);
        assertSound();
    }

    /** Rows of one day follow from rows of that day; what is not by date is read for each chunk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, d, v * 2 AS w FROM orders WHERE v > 3",
                "SELECT d, k, name, sum(v) AS s FROM orders JOIN names USING (k) GROUP BY ALL",
                "SELECT id, d, row_number() OVER (PARTITION BY d ORDER BY v, id) AS n FROM orders",
                "SELECT m AS d, v, count(*) OVER (PARTITION BY m::DATE) AS n FROM orders",
                "SELECT o.id, o.d, p.s FROM orders o JOIN (SELECT d, sum(v) AS s FROM orders GROUP BY d) p ON p.d = o.d",
                "SELECT d, v FROM orders UNION ALL SELECT d, -v FROM orders",
                "SELECT CASE WHEN id % 50 <> 7 THEN d ELSE DATE '2020-01-01' END AS d, count(*) AS n FROM orders GROUP BY 1"
            })
    void whatIsByDateIsComputedInChunks(String sql) {
        shop.model("daily", "/*---\neffective: d\n---*/\n" + sql).apply();
        assertThat(chunks()).as(sql).hasSizeGreaterThan(4);
        assertSound();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id, d, sum(v) OVER (ORDER BY d, id) AS n FROM orders | rows of one date of d need rows of others",
                "SELECT max(d) AS d, k, sum(v) AS s FROM orders GROUP BY k | rows of one date of d need rows of others",
                "SELECT o.d, p.v FROM orders o JOIN (FROM orders ORDER BY v, id LIMIT 3) p ON o.id = p.id | rows of one date of d need rows of others"
            })
    void whatNeedsRowsOfOtherDatesIsComputedAtOnceAndSaysWhy(String sql, String reason) {
        shop.model("daily", "/*---\neffective: d\n---*/\n" + sql);
        assertThat(warnings()).anyMatch(told -> told.endsWith(reason));
        assertThat(chunks()).isEmpty();
        assertSound();
    }

    @Test
    void whatHasNoDateIsComputedAtOnceAndSaysWhy() {
        shop.model("sums", "SELECT k, sum(v) AS s FROM orders GROUP BY k");
        assertThat(warnings())
                .containsExactly("Model sums is computed at once, from 2000 rows: it has no effective column");
    }

    @Test
    void aModelOverOneThatIsComputedInTheSameApplyGoesOnToo() {
        shop.model("doubled", "/*---\nkey: [id]\neffective: d\n---*/\nSELECT id, d, k, 2 * v AS v FROM orders");
        shop.model("daily", DAILY.replace("orders", "doubled"));
        stopAt("compute daily from 2025-01-21");
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(4).allMatch(step -> step.contains("compute daily"));
        assertSound();
    }

    @Test
    void aRangeIsRestatedInChunks() {
        shop.model("daily", DAILY).apply();
        steps.clear();
        shop.model(
                "daily",
                DAILY
                        + "\n-- since: 2025-01-16\nSELECT d, k, sum(v) * 3 AS s, count(*) AS n FROM orders GROUP BY d, k");
        stopAt("chunk 4 of 5");
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(2);
        assertSound();
    }

    @Test
    void aRangeIsRestatedWhileRowsCome() {
        shop.model("daily", DAILY).apply();
        shop.model(
                "daily",
                DAILY
                        + "\n-- since: 2025-01-16\nSELECT d, k, sum(v) * 3 AS s, count(*) AS n FROM orders GROUP BY d, k");
        listen(step -> {
            if (step.contains("chunk 3 of 5")) {
                meanwhile(() -> shop.load(CHANGED));
            }
        });
        shop.apply();
        finishOthers();
        assertThat(shop.rows("daily")).contains("2024-12-31 3 8 1");
        assertSound();
    }

    @Test
    void onlyOneProcessComputesAModelAndOthersLeaveItOut() {
        shop.model("daily", DAILY);
        shop.model("weekly", "SELECT date_trunc('week', d) AS w, sum(s) AS s FROM daily GROUP BY 1");
        shop.model("other", "SELECT k, count(*) AS n FROM orders GROUP BY k");
        List<ApplyResult> results = new ArrayList<>();
        listen(step -> {
            if (step.contains("daily") && step.contains("chunk 3 of 8")) {
                meanwhile(() -> results.add(shop.in(
                        Progress.SILENT,
                        workspace -> new Apply(workspace)
                                .apply(new ApplyRequest(PlanOptions.ALL, false, "", Confirmation.GIVEN)))));
            }
        });
        shop.apply();
        finishOthers();
        assertThat(results.get(0).models())
                .extracting(ApplyResult.ModelResult::reason)
                .contains(
                        "stays as it was: another process computes it",
                        "stays as it was: so does something that it reads");
        assertSound();
    }

    @Test
    void chunksThatCannotBeKeptAreTold() throws IOException {
        Files.writeString(folder.resolve(".hindsight/chunks"), "no folder");
        shop.model("daily", DAILY);
        assertThatThrownBy(shop::apply)
                .isInstanceOf(MachineException.class)
                .hasMessageContaining("Cannot make the folder " + folder.resolve(".hindsight/chunks")
                        + ", where chunks of long computations are kept");
    }

    @Test
    void whatIsNoDatabaseIsMadeAnew() throws IOException {
        shop.model("daily", DAILY);
        stopAt("chunk 4 of 8");
        Files.writeString(kept().get(0), "torn");
        steps.clear();
        shop.apply();
        assertThat(chunks()).hasSize(8);
        assertSound();
    }

    @Test
    void chunksOfAnEditThatWasTakenBackAreDropped() {
        shop.model("daily", DAILY).apply();
        shop.model("daily", DAILY.replace("sum(v)", "sum(v * 10)"));
        stopAt("chunk 4 of 8", RESTATED);
        assertThat(kept()).hasSize(1);
        shop.model("daily", DAILY).apply();
        assertThat(kept()).isEmpty();
    }

    private List<String> warnings() {
        return shop.in(Progress.SILENT, workspace -> {
            new Apply(workspace).apply(ApplyRequest.ALL);
            return workspace.warnings().stream().map(Problem::message).toList();
        });
    }

    private static final PlanOptions RESTATED =
            new PlanOptions(Optional.empty(), Optional.empty(), Set.of("daily"), Set.of());

    private static final String CHANGED =
            "SELECT * REPLACE (v + (id % 40 = 0)::INTEGER AS v) FROM (" + ORDERS.formatted(0)
                    + ") WHERE id NOT IN (7, 1999) UNION ALL SELECT 5000, DATE '2024-12-31', 3, 8, TIMESTAMP '2024-12-31 10:00:00'";

    private final List<Thread> others = new ArrayList<>();

    /** Waits until the other process is at the door: it comes in when the warehouse is let go of. */
    private void meanwhile(Runnable work) {
        Thread other = new Thread(work);
        others.add(other);
        other.start();
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void finishOthers() {
        for (Thread other : others) {
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void apply(String model) {
        PlanOptions only = new PlanOptions(Optional.of(model), Optional.empty(), Set.of(), Set.of());
        shop.in(
                Progress.SILENT,
                workspace -> new Apply(workspace).apply(new ApplyRequest(only, false, "", Confirmation.GIVEN)));
    }

    private void stopAt(String chunk) {
        stopAt(chunk, PlanOptions.ALL);
    }

    private void stopAt(String chunk, PlanOptions options) {
        listen(step -> {
            if (step.contains(chunk)) {
                throw CancelledException.interrupted();
            }
        });
        assertThatThrownBy(() -> shop.apply(options)).isInstanceOf(CancelledException.class);
        listen(step -> {});
    }

    private void listen(Consumer<String> listener) {
        shop.onStep(new Progress() {
            @Override
            public void step(String what) {
                steps.add(what);
                listener.accept(what);
            }

            @Override
            public void done(long units, long of) {}
        });
    }

    /** Those that were begun. */
    private List<String> chunks() {
        return steps.stream().filter(step -> step.contains(", chunk ")).toList();
    }

    /** Files with chunks. */
    private List<Path> kept() {
        Path kept = folder.resolve(".hindsight/chunks");
        try (Stream<Path> files = Files.exists(kept) ? Files.list(kept) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(".duckdb")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertSound() {
        assertThat(shop.verify(Optional.empty(), false)).isNotEmpty().allMatch(Verify.Table::isEqual);
    }
}
