package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A warehouse with something of everything goes out and comes back; what is not a whole export does not come in. */
class ExportTest {
    private static final int FLIPS = 40;

    /** A value of every type, of which the digits of n make another. */
    private static final String TYPES = """
            SELECT id, (id - 9)::HUGEINT * 100000000000000000000 * %1$d AS huge, id::UHUGEINT AS unsigned_huge, id::UBIGINT AS big,
              id::DECIMAL(38,10) / %1$d::DECIMAL(3,0) AS decimals, CASE WHEN id = 1 THEN 'nan' WHEN id = 2 THEN '-inf' ELSE '0.1' END::DOUBLE AS d,
              CASE WHEN id = 1 THEN 'infinity' ELSE '2024-01-01' END::DATE AS day, '-infinity'::TIMESTAMP AS never,
              '2024-01-01 00:00:00.123456789'::TIMESTAMP_NS AS nanos, '2024-01-01 00:00:01'::TIMESTAMP_S AS seconds,
              '2024-01-01 10:00:00+02'::TIMESTAMPTZ AS zoned, '10:00:00.5+05:30'::TIMETZ AS zoned_time,
              INTERVAL '1 month 5 days 0.000001 seconds' * %1$d AS span, '01011'::BIT AS bits, '\\x00\\xFF'::BLOB AS bytes,
              '00000000-0000-0000-0000-000000000001'::UUID AS uuid, 'it''s'::ENUM('a', 'it''s') AS enumerated, '{"a" : [1.0]}'::JSON AS json,
              [id::HUGEINT, NULL] AS list, [id, %1$d]::INTEGER[2] AS pair, {'a b': id, 'c': [INTERVAL '1 day']} AS struct,
              MAP {INTERVAL '1 month': id::HUGEINT} AS map, row(id, %1$d::HUGEINT) AS tuple,
              CASE WHEN id %% 2 = 0 THEN union_value(a := id::INTEGER)::UNION(a INTEGER, b HUGEINT)
                ELSE union_value(b := id::HUGEINT)::UNION(a INTEGER, b HUGEINT) END AS either,
              '' AS empty, NULL::INTEGER AS nothing, chr(0) || 'x' AS odd
            FROM orders""";

    private static final int COMMITS = 10;
    /** The last commit that both branches see. */
    private static final int FORK = 4;
    /** Tables that are there at the same commits. */
    private static final List<List<String>> TABLES = List.of(
            List.of("orders"),
            List.of("events"),
            List.of("prices"),
            List.of("types", "groups", "big"),
            List.of("gone"));

    /** Has the project and its export, made once: each test has a copy. */
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private ShopFolder shop;

    @BeforeAll
    static void project() throws IOException {
        new ExportTest().make();
    }

    ExportTest() {
        this.shop = new ShopFolder(made);
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> walk = Files.walk(made)) {
            for (Path from : walk.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(made.relativize(from));
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        }
        shop = new ShopFolder(folder);
    }

    private void make() throws IOException {
        shop.write("hindsight.yml", """
                name: shop
                engine: {memory: 1GB, threads: 2}
                sources:
                  orders: {key: [id], load: upsert}
                  events: {load: append}
                  prices: {key: [id], effective: [since, till], load: upsert}
                """);
        write("orders.csv", "id,grp,v", id -> "%d,g%d,%d".formatted(id, id % 7, id));
        write("more.csv", "id,grp,v", id -> "%d,g%d,%d.5".formatted(id + 20, id % 5, id));
        write("events.csv", "what", id -> "e" + id % 3);
        write("prices.csv", "id,since,till,v", id -> "%d,2024-01-0%d,2024-02-01,%d".formatted(id, 1 + id % 9, id));
        shop.write("models/types.sql", "/*---\nkey: [id]\n---*/\n" + TYPES.formatted(1));
        shop.write("models/groups.sql", "/*---\nkey: [grp]\n---*/\nSELECT grp, sum(v) AS v FROM orders GROUP BY grp");
        shop.write("models/big.sql", "/*---\nmaterialized: view\n---*/\nFROM groups WHERE v > 10");
        shop.write("models/gone.sql", "SELECT count(*) AS n FROM events");
        done("load", "orders", "orders.csv");
        done("load", "events", "events.csv");
        done("load", "prices", "prices.csv");
        done("apply", "--yes");
        done("tag", "first");
        done("branch", "trial");
        done("load", "orders", "more.csv");
        done("apply", "--yes", "--select", "groups", "--strategy", "delta");
        shop.write("models/types.sql", "/*---\nkey: [id]\n---*/\n" + TYPES.formatted(7));
        Files.delete(shop.file("models/gone.sql"));
        done("apply", "--yes", "--restate", "types", "--drop", "gone");
        done("load", "orders", "more.csv", "--branch", "trial");
        done("apply", "--yes", "--restate", "types", "--drop", "gone", "--branch", "trial");
        done("undo", "5");
        done("seal", "orders");
        done("export", "out");
    }

    @Test
    void everythingComesBack() throws Exception {
        shop.tamper("CREATE TABLE hindsight.of_a_later_version AS SELECT 1 AS one, [INTERVAL '1 month'] AS months");
        done("export", "tampered");
        done("import", "tampered", "--warehouse", "back");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + shop.file(".hindsight/warehouse.duckdb") + "' AS was (READ_ONLY)");
            statement.execute("ATTACH '" + shop.file("back/warehouse.duckdb") + "' AS back (READ_ONLY)");
            List<String> columns = columns(statement, "was");
            assertThat(columns(statement, "back")).isEqualTo(columns).anyMatch(column -> column.contains("months"));
            String views =
                    "SELECT view_name || replace(sql, '%1$s.', '') FROM duckdb_views() WHERE database_name = '%1$s' AND NOT internal ORDER BY 1";
            assertThat(list(statement, views.formatted("back")))
                    .isEqualTo(list(statement, views.formatted("was")))
                    .hasSize(6);
            assertThat(list(statement, "SELECT 1 FROM duckdb_indexes()")).isEmpty();
            for (String table : columns.stream()
                    .map(column -> column.split(" ", 2)[0])
                    .distinct()
                    .toList()) {
                String count =
                        "SELECT count(*) FROM (FROM was.%1$s EXCEPT ALL FROM back.%1$s) UNION ALL SELECT count(*) FROM (FROM back.%1$s EXCEPT ALL FROM was.%1$s)";
                assertThat(list(statement, count.formatted("hindsight." + table)))
                        .as(table)
                        .containsExactly("0", "0");
            }
        }
    }

    @Test
    void everyAnswerIsTheSame() {
        done("import", "out", "--warehouse", "back");
        for (int seq = 1; seq <= COMMITS; seq++) {
            same("show", "" + seq);
        }
        for (String branch : List.of("main", "trial")) {
            same("log", "--limit", "100", "--branch", branch);
            same("branch", "--branch", branch);
            same("status", "--json", "--branch", branch);
            same("verify", "--branch", branch);
            for (int seq = branch.equals("main") ? 1 : FORK; seq <= COMMITS; seq++) {
                same("verify", "--at", "" + seq, "--branch", branch);
                for (List<String> tables : TABLES) {
                    same("query", rows(tables), "--as-of", "" + seq, "--branch", branch);
                }
            }
            TABLES.forEach(tables -> done("query", rows(tables), "--as-of", "" + FORK, "--branch", branch));
            same("diff", "types", "4..head", "--branch", branch);
            same("history", "orders", "id=25", "--branch", branch);
            same("logic", "types", "--branch", branch);
        }
        same("tag");
    }

    @Test
    void aFlippedByteAnywhereIsFound() throws IOException {
        Random random = Seed.random(ExportTest.class);
        List<Path> files;
        try (Stream<Path> walk = Files.walk(shop.file("out"))) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (int i = 0; i < FLIPS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, flipped);
            assertRefused(shop.file("out").relativize(file).toString());
            Files.write(file, bytes);
        }
        done("import", "out", "--warehouse", "back");
    }

    /** Sums that fit do not make sense of what they are the sums of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"hindsight_export\" : 1` | `\"hindsight_export\" : 2` | its format is 2, this version knows formats up to 1",
                "`\"warehouse_format\" : 1` | `\"warehouse_format\" : 99` | the format of its warehouse is 99",
                "`hindsight_export` | `another` | manifest.json cannot be read",
                "`\"hindsight_export\" : 1` | `\"hindsight_export\" : \"x\"` | manifest.json cannot be read",
                "`\"tables\" :` | `\"others\" :` | its tables do not make a warehouse",
                "`\"name\" : \"commit\"` | `\"name\" : \"loaded\"` | its tables do not make a warehouse",
                "`\"name\" : \"commit\"` | `\"name\" : \"x; DROP\"` | manifest.json cannot be read",
                "`\"name\" : \"commit\"` | `\"name\" : \"../../tables/commit\"` | manifest.json cannot be read",
                "`\"name\" : \"seq\"` | `\"name\" : \"sequence\"` | its tables do not make a warehouse",
                "`\"type\" : \"INTEGER\"` | `\"type\" : \"INTEGER); DROP TABLE x; --\"` | manifest.json cannot be read",
                "`\"type\" : \"BIGINT\"` | `\"type\" : \"UUID\"` | its tables do not make a warehouse",
                "`\"rows\" : 1,` | `\"rows\" : 2,` | .parquet has 1 rows, and 2 by manifest.json",
                "`{` | `[` | manifest.json cannot be read",
            })
    void aManifestThatDoesNotFitIsRefused(String text, String other, String message) throws Exception {
        Path manifest = shop.file("out/manifest.json");
        String before = Files.readString(manifest);
        assertThat(before).contains(text);
        String after = before.replace(text, other);
        Files.writeString(manifest, after);
        sign(before, after);
        assertRefused(message);
    }

    /** Rows that are not those of the digests: somebody edited a file, and its sum. */
    @Test
    void rowsThatAreNotThoseOfTheDigestsAreRefused() throws Exception {
        Path file = shop.file("out/tables/t1_seg.parquet");
        byte[] before = Files.readAllBytes(file);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS FROM '" + file + "'");
            statement.execute("UPDATE t SET c3 = c3 + 1 WHERE rvid = 3");
            statement.execute("COPY t TO '" + file + "' (FORMAT parquet)");
        }
        replaceSum(sum(before), sum(Files.readAllBytes(file)));
        assertRefused("tables/t1_*.parquet do not hold what was remembered of orders on main");
    }

    private void assertRefused(String message) {
        assertThat(shop.run("import", "out", "--warehouse", "back"))
                .as(shop.told())
                .isEqualTo(Exit.FAULT);
        assertThat(shop.told()).contains(message).doesNotContain("\tat ");
        assertThat(shop.file("back/warehouse.duckdb")).doesNotExist();
    }

    private void sign(String before, String after) throws Exception {
        replaceSum(sum(before.getBytes(StandardCharsets.UTF_8)), sum(after.getBytes(StandardCharsets.UTF_8)));
    }

    private void replaceSum(String before, String after) throws IOException {
        Path sums = shop.file("out/SHA256SUMS");
        assertThat(Files.readString(sums)).contains(before);
        Files.writeString(sums, Files.readString(sums).replace(before, after));
    }

    private static String sum(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void write(String file, String header, java.util.function.IntFunction<String> row) throws IOException {
        shop.write(
                file,
                header + "\n"
                        + String.join("\n", IntStream.range(0, 30).mapToObj(row).toList()) + "\n");
    }

    private void done(String... words) {
        assertThat(shop.run(words))
                .as(() -> List.of(words) + "\n" + shop.told())
                .isEqualTo(Exit.DONE);
    }

    /** Both warehouses give the same output and the same code for a command. */
    private void same(String... words) {
        Exit exit = shop.run(words);
        String text = masked(shop.text() + shop.told());
        List<String> there = new ArrayList<>(List.of(words));
        there.addAll(List.of("--warehouse", "back"));
        assertThat(shop.run(there.toArray(String[]::new))).isEqualTo(exit);
        assertThat(masked(shop.text() + shop.told()))
                .as(() -> String.join(" ", words))
                .isEqualTo(text);
    }

    /** All rows of some tables. */
    private static String rows(List<String> tables) {
        return tables.stream().map("(FROM %s)"::formatted).collect(Collectors.joining(" UNION ALL BY NAME "))
                + " ORDER BY ALL";
    }

    private static String masked(String text) {
        return text.replaceAll("\"bytes\":\\d+", "").replaceAll("\"warehouse\":\"[^\"]*\"", "");
    }

    /** Of all that is kept, hidden states apart. */
    private static List<String> columns(Statement statement, String database) throws SQLException {
        return list(
                statement,
                "SELECT table_name || ' ' || column_name || ' ' || data_type FROM duckdb_columns() WHERE database_name = '"
                        + database
                        + "' AND schema_name = 'hindsight' AND NOT regexp_matches(table_name, '^(s\\d+_\\d+|state)$')"
                        + " ORDER BY table_name, column_index");
    }

    private static List<String> list(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
