package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hindsight.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects made of dbt projects have the tables that dbt builds; what dbt built stands beside the projects, see their README. */
class FromDbtTest {
    private static final Path LIKENESSES = Path.of("src/test/resources/dbt");
    private static final String MANIFEST = "dbt/built/manifest.json";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jaffle", "store"})
    void hasTheTablesThatDbtBuilt(String likeness) throws IOException, SQLException {
        copy(LIKENESSES.resolve(likeness), folder.resolve("dbt"));
        convertAndCompare();
    }

    /** The same with what dbt builds now: {@code -Dhindsight.dbt=FOLDER} names the folder of its programs. */
    @ParameterizedTest
    @ValueSource(strings = {"jaffle", "store"})
    @Tag("slow")
    void hasTheTablesThatDbtBuildsNow(String likeness) throws Exception {
        String programs = System.getProperty("hindsight.dbt", "");
        assumeTrue(!programs.isEmpty(), "skipped: no dbt is installed, or -Dhindsight.dbt does not say where");
        copy(LIKENESSES.resolve(likeness), folder.resolve("dbt"));
        Process make = new ProcessBuilder(
                        LIKENESSES.resolve("make.sh").toAbsolutePath().toString(),
                        programs,
                        likeness,
                        folder.resolve("dbt").toString())
                .inheritIO()
                .start();
        assertThat(make.waitFor()).isZero();
        convertAndCompare();
    }

    @Test
    void followsTheFilesOfTheDbtProject() throws IOException, SQLException {
        copy(LIKENESSES.resolve("jaffle"), folder.resolve("dbt"));
        ShopFolder shop = new ShopFolder(folder);
        assertThat(shop.run("init", "ours", "--from-dbt", MANIFEST)).isEqualTo(Exit.DONE);
        ShopFolder ours = new ShopFolder(folder.resolve("ours"));
        assertThat(ours.run("run")).isEqualTo(Exit.DONE);
        ours.write("data/raw_payments.csv", "id,order_id,payment_method,amount\n1,1,credit_card,4200\n");
        assertThat(ours.run("load", "--allow-deletes")).isEqualTo(Exit.DONE);
        assertThat(ours.run("apply", "--yes")).as(ours.told()).isEqualTo(Exit.FAULT);
        assertThat(ours.told()).contains("test not_null of orders.amount finds 6 rows");
    }

    private void convertAndCompare() throws IOException, SQLException {
        ShopFolder shop = new ShopFolder(folder);
        assertThat(shop.run("init", "ours", "--from-dbt", MANIFEST, "--json"))
                .as(shop.told())
                .isEqualTo(Exit.DONE);
        JsonTree made = JsonTree.read(shop.text()).at("result");
        ShopFolder ours = new ShopFolder(folder.resolve("ours"));
        try (Connection dbt = DriverManager.getConnection("jdbc:duckdb:")) {
            restore(dbt);
            export(dbt);
            assertThat(ours.run("run")).as(ours.told()).isEqualTo(Exit.DONE);
            List<String> differing = new ArrayList<>();
            int compared = 0;
            for (JsonTree table : made.at("tables")) {
                if (table.at("relation").text().startsWith("\"")) {
                    differing.addAll(differences(dbt, ours, table));
                    compared++;
                }
            }
            assertThat(differing).isEmpty();
            assertThat(compared).isEqualTo(tables(dbt));
        }
        assertThat(ours.run("verify")).as(ours.told()).isEqualTo(Exit.DONE);
        assertThat(ours.run("test")).as(ours.told()).isEqualTo(Exit.DONE);
        assertThat(ours.run("plan", "--check")).as(ours.text()).isEqualTo(Exit.DONE);
    }

    /** dbt's warehouse as it was, with views as tables. */
    private void restore(Connection dbt) throws IOException, SQLException {
        execute(dbt, "ATTACH ':memory:' AS likeness");
        execute(dbt, "USE likeness");
        execute(dbt, Files.readString(folder.resolve("dbt/built/tables.sql")));
        try (Stream<Path> files = Files.list(folder.resolve("dbt/built"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                String[] name = file.getFileName().toString().split("\\.", 3);
                execute(dbt, "COPY \"" + name[0] + "\".\"" + name[1] + "\" FROM '" + file + "' (HEADER)");
            }
        }
    }

    /** What the report tells the user to do. */
    private void export(Connection dbt) throws IOException, SQLException {
        Path exports = folder.resolve("ours/FROM_DBT.sql");
        if (Files.exists(exports)) {
            execute(dbt, Files.readString(exports).replace("TO 'data/", "TO '" + folder.resolve("ours") + "/data/"));
        }
    }

    /** Rows that one side has and the other has not; floating values to nine digits, because a file's decimals are exact here. */
    private List<String> differences(Connection dbt, ShopFolder ours, JsonTree table) throws SQLException {
        String name = table.at("name").text();
        Path rows = folder.resolve(name + ".parquet");
        assertThat(ours.run("query", "FROM \"" + name + "\"", "--format", "parquet", "--output", rows.toString()))
                .as(ours.told())
                .isEqualTo(Exit.DONE);
        String there = table.at("relation").text();
        String columns = columns(dbt, there);
        String here = "read_parquet('" + rows + "')";
        List<String> found = new ArrayList<>();
        found.addAll(rows(
                dbt,
                "SELECT " + columns + " FROM " + there + " EXCEPT ALL SELECT " + columns + " FROM " + here,
                "only dbt: " + name));
        found.addAll(rows(
                dbt,
                "SELECT " + columns + " FROM " + here + " EXCEPT ALL SELECT " + columns + " FROM " + there,
                "only here: " + name));
        assertThat(rows(dbt, "SELECT column_name FROM (DESCRIBE " + there + ")", ""))
                .as("columns of %s", name)
                .isEqualTo(rows(dbt, "SELECT column_name FROM (DESCRIBE FROM " + here + ")", ""));
        return found;
    }

    private static String columns(Connection dbt, String relation) throws SQLException {
        return rows(
                        dbt,
                        "SELECT CASE WHEN column_type = 'DOUBLE' THEN 'round(CAST(\"' || column_name || '\" AS DOUBLE), 9)' ELSE '\"' || column_name"
                                + " || '\"' END FROM (DESCRIBE " + relation + ")",
                        "")
                .stream()
                .map(String::strip)
                .collect(Collectors.joining(", "));
    }

    private static int tables(Connection dbt) throws SQLException {
        return rows(dbt, "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'likeness'", "")
                .size();
    }

    private static List<String> rows(Connection connection, String sql, String label) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder(label);
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(' ').append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
