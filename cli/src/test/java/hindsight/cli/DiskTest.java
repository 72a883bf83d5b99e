package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, and such as cannot be written. Needs the right to mount one. */
class DiskTest {
    @TempDir
    Path folder;

    private ShopFolder shop;
    private Path disk;
    private Path file;

    @BeforeEach
    void project() throws IOException {
        shop = new ShopFolder(folder);
        disk = folder.resolve("disk");
        file = disk.resolve("warehouse/warehouse.duckdb");
        shop.write("hindsight.yml", """
                name: shop
                warehouse: disk/warehouse
                engine: {memory: 500MB, threads: 1}
                sources:
                  orders: {key: [id], load: upsert}
                """);
        shop.write("models/total.sql", "SELECT sum(id) AS total FROM orders");
        shop.write("few.csv", "id,v\n1,1\n2,2\n");
        shop.write("other.csv", "id,v\n3,3\n");
        shop.write("some.csv", rows(2_000));
        shop.write("many.csv", rows(400_000));
    }

    @Test
    void whatDoesNotFitOnTheDiskLeavesTheLastCommit() throws IOException {
        try (SmallDisk small = SmallDisk.mount(disk, 10)) {
            small.leave(2000);
            assertDone("load", "orders", "few.csv");
            assertFull("load", "orders", "many.csv");
            assertFull("load", "orders", "other.csv");
            assertFull("apply");
            assertHead(1);
            assertDone("query", "SELECT sum(v) AS v FROM orders");
            assertThat(shop.text()).startsWith("v\n3\n");
            small.free();
            assertDone("load", "orders", "other.csv");
            assertDone("apply");
            assertHead(3);
        }
    }

    @Test
    void chunksThatFindNoSpaceAreGoneOnWithWhenThereIsSome() throws IOException {
        shop.write("hindsight.yml", """
                name: shop
                warehouse: disk/warehouse
                engine: {memory: 500MB, threads: 1, chunk_rows: 30000}
                sources: {orders: {key: [id], load: upsert}}
                """);
        shop.write(
                "models/total.sql",
                "/*---\neffective: d\n---*/\nSELECT DATE '2025-01-01' + (id // 10000)::INTEGER AS d, * FROM orders");
        try (SmallDisk small = SmallDisk.mount(disk, 40)) {
            assertDone("load", "orders", "many.csv");
            small.leave(1500);
            assertFull("apply");
            assertHead(1);
            assertThat(file.resolveSibling("chunks")).isNotEmptyDirectory();
            small.free();
            assertDone("apply");
            assertThat(shop.text()).containsPattern("first build, in 1\\d chunks, \\d of them finished before");
            assertHead(2);
        }
    }

    /** However little space is left, a commit is there in full or not at all; some disks fill when it is there, but not folded in yet. */
    @Test
    void aDiskThatFillsAtAnyMomentLeavesWholeCommits() throws IOException {
        Set<String> endings = new TreeSet<>();
        Path log = file.resolveSibling("warehouse.duckdb.wal");
        try (SmallDisk small = SmallDisk.mount(disk, 16)) {
            assertDone("load", "orders", "few.csv");
            Path kept = Files.copy(file, folder.resolve("kept.duckdb"));
            for (int blocks = 0; blocks < 2000; blocks = blocks * 3 / 2 + 8) {
                small.leave(blocks);
                boolean done = doneOrFull("load", "orders", "some.csv");
                endings.add(
                        (done ? "done" : "full") + (Files.exists(log) && Files.size(log) > 0 ? ", not folded" : ""));
                assertHead(done ? 2 : 1);
                doneOrFull("tag", "now");
                small.free();
                assertDone("load", "orders", "other.csv");
                assertDone("query", "--format", "csv", "SELECT count(*) AS n FROM orders");
                assertThat(shop.text()).isEqualTo(done ? "n\n2000\n" : "n\n3\n");
                assertThat(log).doesNotExist();
                Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThat(endings).contains("full", "done", "done, not folded");
    }

    @Test
    void aWarehouseThatFindsNoSpaceIsMadeLater() throws IOException {
        try (SmallDisk small = SmallDisk.mount(disk, 4)) {
            small.leave(0);
            assertFull("load", "orders", "few.csv");
            assertThat(file).doesNotExist();
            small.free();
            assertDone("load", "orders", "few.csv");
            assertHead(1);
        }
    }

    @Test
    void aCloneThatFindsNoSpaceIsNotThere() throws IOException {
        assertDone("load", "orders", "many.csv", "--warehouse", "full");
        try (SmallDisk small = SmallDisk.mount(disk, 4)) {
            assertThat(shop.run("clone", "disk/copy", "--warehouse", "full")).isEqualTo(Exit.FAULT);
            assertThat(shop.told()).isEqualTo("""
                    Cannot clone the warehouse to %s: no space is left on the disk
                      Free some space, or choose another disk; nothing was left there.
                    """.formatted(disk.resolve("copy")));
            assertThat(disk).isEmptyDirectory();
            small.freeze();
            assertThat(shop.run("clone", "disk/copy", "--warehouse", "full")).isEqualTo(Exit.FAULT);
            assertThat(shop.told()).startsWith("Cannot clone the warehouse to " + disk.resolve("copy") + ": Read-only");
        }
        assertDone("clone", "copy", "--warehouse", "full");
    }

    @Test
    void aDiskThatCannotBeWrittenCanBeRead() throws IOException {
        try (SmallDisk small = SmallDisk.mount(disk, 16)) {
            assertDone("load", "orders", "few.csv");
            small.freeze();
            assertHead(1);
            assertDone("query", "FROM orders");
            for (String[] words : new String[][] {{"load", "orders", "other.csv"}, {"apply"}, {"tag", "now"}}) {
                assertThat(shop.run(words)).isEqualTo(Exit.FAULT);
                assertThat(shop.told()).endsWith("""
                        Cannot open %s: read-only file system
                          Check who owns the folder and its rights
                        """.formatted(file));
            }
            assertThat(shop.run("--warehouse", "disk/new", "load", "orders", "few.csv"))
                    .isEqualTo(Exit.FAULT);
            assertThat(shop.told())
                    .contains("Cannot make the warehouse folder " + folder + "/disk/new: Read-only file system\n");
        }
    }

    private static String rows(int count) {
        Random random = new Random(1);
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> id + "," + random.nextLong() + "\n")
                .collect(Collectors.joining("", "id,v\n", ""));
    }

    private void assertDone(String... words) {
        assertThat(shop.run(words)).as(shop::told).isEqualTo(Exit.DONE);
    }

    private void assertFull(String... words) {
        assertThat(doneOrFull(words)).isFalse();
    }

    private boolean doneOrFull(String... words) {
        Exit exit = shop.run(words);
        if (exit != Exit.DONE) {
            assertThat(exit).as(shop::told).isEqualTo(Exit.FAULT);
            assertThat(shop.told().toLowerCase(Locale.ROOT))
                    .contains("cannot write " + disk.toString().toLowerCase(Locale.ROOT), "no space")
                    .doesNotContain("\tat ");
        }
        return exit == Exit.DONE;
    }

    private void assertHead(int seq) {
        assertDone("verify");
        assertDone("log", "--json");
        assertThat(shop.text()).contains("[{\"seq\":" + seq + ",");
    }
}
