package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the warehouse's files are damaged, commands give what was there or say that it is damaged; never a defect, never other rows. */
class DamagedWarehouseTest {
    private static final String TWO = "id,v\n1,1\n2,2\n";
    private static final String THREE = TWO + "3,3\n";
    private static final int HEADERS = 3 * 4096;
    private static final List<String> QUERY = List.of("query", "--format", "csv", "FROM orders ORDER BY id");
    private static final List<List<String>> COMMANDS = List.of(
            List.of("status"),
            List.of("verify"),
            List.of("log"),
            QUERY,
            List.of("load", "orders", "two.csv", "--again"),
            List.of("apply"),
            List.of("tag", "now"));

    @TempDir
    Path folder;

    private final Random random = Seed.random(DamagedWarehouseTest.class);
    private ShopFolder shop;
    private Path file;
    private Path log;

    @BeforeEach
    void project() throws IOException {
        shop = new ShopFolder(folder);
        file = shop.file(".hindsight/warehouse.duckdb");
        log = shop.file(".hindsight/warehouse.duckdb.wal");
        shop.write("hindsight.yml", "name: shop\nsources:\n  orders: {key: [id], load: upsert}\n");
        shop.write("models/total.sql", "SELECT count(*) AS n FROM orders");
        shop.write("two.csv", TWO);
        shop.write("three.csv", THREE);
        assertThat(shop.run("load", "orders", "two.csv")).isEqualTo(Exit.DONE);
        assertThat(shop.run("apply")).isEqualTo(Exit.DONE);
    }

    @Test
    void aDamagedFileIsFoundOrHarmless() throws IOException {
        damageFile(12);
    }

    @Test
    void aDamagedLogOfChangesIsFoundOrHarmless() throws Exception {
        damageLog(12);
    }

    @Test
    @Tag("slow")
    void manyDamagedFilesAreFoundOrHarmless() throws IOException {
        damageFile(100);
    }

    @Test
    @Tag("slow")
    void manyDamagedLogsOfChangesAreFoundOrHarmless() throws Exception {
        damageLog(100);
    }

    @Test
    void aWarehouseOfANewerFormatIsRefused() throws Exception {
        shop.tamper("UPDATE hindsight.format SET version = 2");
        for (List<String> command : COMMANDS) {
            assertThat(run(command)).isEqualTo(Exit.FAULT);
            assertThat(shop.told()).isEqualTo("""
                    Cannot read the warehouse: its format is 2, this version knows formats up to 1
                      Use the version of Hindsight that wrote it, or a newer one
                    """);
        }
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() throws Exception {
        Files.delete(file);
        shop.tamper("CREATE TABLE mine AS SELECT 1 AS one");
        byte[] before = Files.readAllBytes(file);
        for (List<String> command : COMMANDS) {
            assertThat(run(command)).isEqualTo(Exit.FAULT);
            assertThat(shop.told()).startsWith("Cannot use the database as a warehouse: something else made it\n");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private void damageFile(int times) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int found = 0;
        for (int i = 0; i < times; i++) {
            Files.write(file, damaged(whole));
            Files.deleteIfExists(log);
            found += findings(TWO);
        }
        System.out.println(
                times + " damaged files; " + found + " of " + times * COMMANDS.size() + " commands found it");
    }

    private void damageLog(int times) throws Exception {
        writeIntoLog();
        byte[] base = Files.readAllBytes(file);
        byte[] whole = Files.readAllBytes(log);
        assertThat(findings(THREE)).isZero();
        int found = 0;
        for (int i = 0; i < times; i++) {
            Files.write(file, base);
            Files.write(log, damaged(whole));
            String rows =
                    run(List.of("log", "--json")) == Exit.DONE && shop.text().contains("\"seq\":3,") ? THREE : TWO;
            found += findings(rows);
        }
        System.out.println(
                times + " damaged logs of changes; " + found + " of " + times * COMMANDS.size() + " commands found it");
    }

    /** Leaves a third commit in the log of changes, as a process does that is killed before it folds the log into the file. */
    private void writeIntoLog() throws IOException, SQLException {
        byte[] before = Files.readAllBytes(file);
        assertThat(shop.run("load", "orders", "three.csv")).isEqualTo(Exit.DONE);
        Path after = Files.move(file, folder.resolve("after.duckdb"));
        Files.write(file, before);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA disable_checkpoint_on_shutdown");
            statement.execute("ATTACH '" + after + "' AS after");
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT 'hindsight.' || table_name FROM duckdb_tables() WHERE database_name = 'after'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            statement.execute("BEGIN");
            for (String table : tables) {
                statement.execute("DELETE FROM " + table);
                statement.execute("INSERT INTO " + table + " FROM after." + table);
            }
            statement.execute("COMMIT");
        }
        assertThat(Files.size(log)).isPositive();
    }

    /** How many commands say that there is damage; the others must work, and find these rows. */
    private int findings(String rows) {
        int found = 0;
        for (List<String> command : COMMANDS) {
            Exit exit = run(command);
            String all = command + "\n" + shop.text() + shop.told();
            assertThat(all).doesNotContain("\tat ", "defect");
            assertThat(exit).as(all).isIn(Exit.DONE, Exit.FAULT);
            if (exit == Exit.FAULT) {
                assertThat(all).containsAnyOf("damaged", "is empty", "a newer engine wrote it", "Cannot confirm");
                found++;
            } else if (command.equals(QUERY)) {
                assertThat(shop.text()).isEqualTo(rows);
            }
        }
        return found;
    }

    /** Cut off, or with bytes that are others: anywhere or among the first, few or many. */
    private byte[] damaged(byte[] whole) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] bytes = whole.clone();
        int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, HEADERS);
        int flips = random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 1;
        for (int i = 0; i < flips; i++) {
            bytes[random.nextInt(reach)] ^= (byte) (1 + random.nextInt(255));
        }
        return bytes;
    }

    private Exit run(List<String> words) {
        return shop.run(words.toArray(String[]::new));
    }
}
