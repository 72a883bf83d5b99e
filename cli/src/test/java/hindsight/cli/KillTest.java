package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.JavaProcess;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed at any instant, or asked to stop. Every command runs to its end in one project, and is killed in its twin: there each commit must be
 * whole or absent, and the same command, run once more, must end where its twin is.
 */
class KillTest {
    private static final int ROWS = 200;
    private static final int COMMIT_MILLIS = 150;
    private static final Pattern COMMIT = Pattern.compile("\\{\"seq\":.*?\"tables\":\\[[^]]*]");
    private static final Pattern BRANCH = Pattern.compile("\"name\":\"(b\\d+)\"");
    private static final List<String> TABLES = List.of("orders", "events", "prices", "stock", "totals", "top");

    @TempDir
    Path folder;

    private final Random random = Seed.random(KillTest.class);
    private ShopFolder whole;
    private ShopFolder torn;
    private final Map<String, Integer> killed = new TreeMap<>();
    private int published;
    private int tags;
    private int files;
    private int branches;
    private int copies;

    @Test
    void killedProcessesLeaveWholeCommits() throws Exception {
        kill(20, 5);
    }

    @Test
    void whatAKilledProcessSpilledIsSweptByTheNextCommand() throws Exception {
        torn = new ShopFolder(folder);
        torn.write("hindsight.yml", """
                name: shop
                engine: {memory: 100MB, threads: 1}
                sources: {orders: {key: [id], load: upsert}}
                """);
        torn.write("orders.csv", "id\n1\n2\n");
        torn.write("models/big.sql", "SELECT hash(range, id) AS h FROM orders, range(20000000) ORDER BY h");
        output(torn, "load", "orders", "orders.csv");
        try (JavaProcess process = torn.start("apply")) {
            while (process.isAlive() && scratchFiles().isEmpty()) {
                Thread.sleep(5);
            }
        }
        assertThat(scratchFiles()).isNotEmpty();
        output(torn, "tag", "now");
        assertThat(scratchFiles()).isEmpty();
    }

    @Test
    @Tag("slow")
    void manyKilledProcessesLeaveWholeCommits() throws Exception {
        kill(Integer.getInteger("hindsight.kills", 500), 20);
    }

    /** @param round kills in one project; the first is that of the load that makes the warehouse */
    private void kill(int kills, int round) throws Exception {
        int usual = usualMillis();
        for (int done = 0; done < kills; done++) {
            if (done % round == 0) {
                whole = project("whole" + done);
                torn = project("torn" + done);
            }
            List<String> words = done % round == 0 ? load("orders", "orders.csv") : change();
            step(words, usual, "kill %d, %s".formatted(done, words));
        }
        output(torn, "verify");
        System.out.println(kills + " kills of processes that take " + usual + " ms; " + published
                + " had published something; " + killed);
    }

    /** Of the quickest of some: others may want the machine, too. */
    private int usualMillis() throws Exception {
        whole = project("usual");
        torn = whole;
        String[] words = load("orders", "orders.csv").toArray(String[]::new);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (JavaProcess process = whole.start(words)) {
                assertThat(process.exit()).as(process.errors()).isZero();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return (int) (best / 1_000_000);
    }

    private void step(List<String> command, int usual, String what) throws Exception {
        String[] words = command.toArray(String[]::new);
        int before = commits(whole).size();
        output(whole, words);
        List<String> wanted = commits(whole);

        startAndKill(words, usual);
        List<String> kept = commits(torn);
        assertThat(kept).as(what).hasSizeBetween(before, wanted.size()).isEqualTo(wanted.subList(0, kept.size()));
        published += kept.size() > before ? 1 : 0;
        killed.merge(command.get(0), 1, Integer::sum);
        if (!command.contains("--repair")) {
            output(torn, "verify");
        }

        boolean isUndone = command.get(0).equals("undo") && kept.size() > before;
        if (!isUndone && !isCopied(command)) {
            output(torn, words);
            isCopied(command);
        }
        assertThat(output(torn, "log", "--json")).as(what).isEqualTo(output(whole, "log", "--json"));
        assertThat(rows(torn)).as(what).isEqualTo(rows(whole));
        assertNothingLeft(what);
    }

    /** Whether there is a copy of the warehouse, which then is a whole one; else nothing is there. */
    private boolean isCopied(List<String> command) {
        Path copy = torn.file("copy" + (copies - 1));
        if (!List.of("clone", "export", "import").contains(command.get(0)) || !Files.exists(copy)) {
            return false;
        }
        String warehouse = copy.toString();
        if (command.get(0).equals("export")) {
            warehouse = copy + ".import";
            output(torn, "import", copy.toString(), "--warehouse", warehouse);
        }
        output(torn, "verify", "--warehouse", warehouse);
        assertThat(output(torn, "log", "--json", "--warehouse", warehouse)).isEqualTo(output(whole, "log", "--json"));
        return true;
    }

    /** Half of the kills come at any instant of a process's life, half soon after it began a transaction; some are asked to stop, as by Ctrl-C. */
    private void startAndKill(String[] words, int usual) throws Exception {
        try (JavaProcess process = torn.start(words)) {
            if (random.nextBoolean()) {
                Thread.sleep(random.nextInt(usual));
            } else {
                torn.awaitLog(process, "BEGIN");
                Thread.sleep(random.nextInt(COMMIT_MILLIS));
            }
            if (random.nextInt(4) == 0) {
                process.interrupt();
                assertThat(process.exit()).isIn(Exit.DONE.code(), Exit.INTERRUPTED.code());
            } else {
                process.kill();
            }
            assertThat(process.errors()).doesNotContain("\tat ");
        }
    }

    private ShopFolder project(String name) throws IOException {
        ShopFolder shop = new ShopFolder(folder.resolve(name));
        shop.write("hindsight.yml", """
                name: shop
                sources:
                  orders: {key: [id], load: upsert, files: "orders.csv"}
                  events: {load: append, files: "events*.csv"}
                  prices: {key: [id], effective: [since, till], load: upsert}
                  stock: {key: [id], effective: [since, till], load: snapshot}
                """);
        shop.write("models/top.sql", "SELECT * FROM totals ORDER BY v DESC, grp LIMIT 5");
        shop.write("models/totals.sql", totals(0));
        return shop;
    }

    private static String totals(int more) {
        return "/*---\nkey: [grp]\n---*/\nSELECT grp, sum(v) + %d AS v, count(*) AS n FROM orders GROUP BY grp"
                .formatted(more);
    }

    /** Changes both projects; gives the command that then has something to write. Models that are followed at any cost get hidden states. */
    private List<String> change() throws Exception {
        return switch (random.nextInt(14)) {
            case 0 -> load("orders", "orders.csv");
            case 1 -> load("events", "events" + files++ + ".csv");
            case 2 -> {
                write("models/totals.sql", totals(random.nextInt(1000)));
                yield List.of("apply", "--yes");
            }
            case 3 -> {
                load("orders", "orders.csv");
                load("events", "events" + files++ + ".csv");
                yield List.of("run", "--yes", "--strategy", "delta");
            }
            case 4 ->
                load(
                        "prices",
                        "prices.csv",
                        "since,till",
                        () -> day(random.nextInt(14)) + "," + day(14 + random.nextInt(14)));
            case 5 -> {
                List<String> words = load("stock", "stock.csv");
                yield List.of(
                        words.get(0),
                        words.get(1),
                        words.get(2),
                        "--effective",
                        day(random.nextInt(28)),
                        "--allow-deletes");
            }
            case 6 -> List.of("tag", "t" + tags++ % 3);
            case 7 -> List.of("seal");
            case 8 -> {
                for (ShopFolder shop : List.of(whole, torn)) {
                    output(shop, "apply", "--yes");
                    deleteBranches(shop);
                }
                boolean heldBack = whole.run("query", "FROM totals") != Exit.DONE;
                if (heldBack || random.nextBoolean()) {
                    yield List.of("prune", "--keep", "2 commits");
                }
                for (ShopFolder shop : List.of(whole, torn)) {
                    output(shop, "prune", "--keep", "1 commit");
                }
                yield List.of("prune", "--restore", "totals", "--at", "1");
            }
            case 9 -> {
                for (ShopFolder shop : List.of(whole, torn)) {
                    shop.tamper("DELETE FROM hindsight.t1_head WHERE c1 % 7 = 0");
                }
                yield List.of("verify", "--repair");
            }
            case 10 -> {
                List<String> loads = standingLoads();
                yield loads.isEmpty()
                        ? load("orders", "orders.csv")
                        : List.of("undo", loads.get(random.nextInt(loads.size())), "--on-conflict", "force");
            }
            case 11 ->
                List.of("restore", "" + (1 + random.nextInt(commits(whole).size())));
            case 12 -> {
                String name = "b" + branches++;
                List<String> load = load("orders", "orders.csv");
                for (ShopFolder shop : List.of(whole, torn)) {
                    output(shop, "branch", name);
                    output(shop, load.get(0), load.get(1), load.get(2), "--branch", name);
                }
                yield List.of("merge", name, "--on-conflict", "force");
            }
            default -> copying();
        };
    }

    /** Those that were not undone, but the first: models read what it brought. */
    private List<String> standingLoads() {
        List<String> commits = commits(whole);
        return commits.stream()
                .skip(1)
                .filter(commit -> commit.contains("\"kind\":\"load\""))
                .map(commit -> commit.replaceFirst("\\{\"seq\":(\\d+).*", "$1"))
                .filter(seq -> commits.stream().noneMatch(commit -> commit.contains("\"cause\":" + seq + ",")))
                .toList();
    }

    /** What a branch sees is not pruned. */
    private static void deleteBranches(ShopFolder shop) {
        Matcher branch = BRANCH.matcher(output(shop, "branch", "--json"));
        while (branch.find()) {
            output(shop, "branch", "--delete", branch.group(1));
        }
    }

    private List<String> copying() {
        String name = "copy" + copies++;
        return switch (random.nextInt(3)) {
            case 0 -> List.of("clone", name);
            case 1 -> List.of("export", name);
            default -> {
                for (ShopFolder shop : List.of(whole, torn)) {
                    output(shop, "export", name + ".export");
                }
                yield List.of("import", name + ".export", "--warehouse", name);
            }
        };
    }

    private List<String> load(String source, String file) throws IOException {
        return load(source, file, "grp", () -> "g" + random.nextInt(20));
    }

    /** @param values those of the columns that the rows have besides id and v */
    private List<String> load(String source, String file, String columns, Supplier<String> values) throws IOException {
        int first = random.nextInt(ROWS);
        write(
                file,
                IntStream.range(first, first + ROWS)
                        .mapToObj(id -> "%d,%s,%d\n".formatted(id, values.get(), random.nextInt(1000)))
                        .collect(Collectors.joining("", "id," + columns + ",v\n", "")));
        return List.of("load", source, file);
    }

    private static String day(int number) {
        return LocalDate.of(2024, 1, 1).plusDays(number).toString();
    }

    private void write(String path, String text) throws IOException {
        whole.write(path, text);
        torn.write(path, text);
    }

    /** What is known of each commit except its tags, which may move; the first comes first. */
    private static List<String> commits(ShopFolder shop) {
        List<String> latestFirst = COMMIT.matcher(output(shop, "log", "--json"))
                .results()
                .map(MatchResult::group)
                .toList();
        return IntStream.rangeClosed(1, latestFirst.size())
                .mapToObj(i -> latestFirst.get(latestFirst.size() - i))
                .toList();
    }

    private static String output(ShopFolder shop, String... words) {
        assertThat(shop.run(words))
                .as(() -> List.of(words) + "\n" + shop.text() + shop.told())
                .isEqualTo(Exit.DONE);
        return shop.text();
    }

    /** A digest of each table that is there. */
    private static List<String> rows(ShopFolder shop) {
        return TABLES.stream()
                .filter(table ->
                        shop.run("query", "SELECT count(*), sum(hash(t)::HUGEINT) FROM " + table + " t") == Exit.DONE)
                .map(table -> table + ": " + shop.text())
                .toList();
    }

    /** The next command sweeps what a killed one left in scratch space. */
    private void assertNothingLeft(String what) throws IOException {
        assertThat(scratchFiles()).as(what).isEmpty();
        try (Stream<Path> files = Files.list(torn.file(".hindsight"))) {
            assertThat(files)
                    .as(what)
                    .extracting(file -> file.getFileName().toString())
                    .isSubsetOf("log", "scratch", "warehouse.duckdb", "warehouse.duckdb.wal");
        }
        try (Stream<Path> files = Files.list(torn.file(""))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .as(what)
                    .containsExactly(".hindsight");
        }
    }

    private List<Path> scratchFiles() throws IOException {
        try (Stream<Path> files = Files.walk(torn.file(".hindsight/scratch"))) {
            return files.skip(1).toList();
        }
    }
}
