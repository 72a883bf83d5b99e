package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.engine.Access;
import hindsight.history.Store;
import hindsight.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the format beside a warehouse: tables and their columns, in order. */
class FormatPageTest {
    private static final Path PAGE = Path.of("../docs/format/warehouse-1.md");

    @TempDir
    Path folder;

    private Map<String, List<String>> warehouse;

    @BeforeEach
    void makeOne() {
        ShopFolder shop = new ShopFolder(folder);
        shop.model("total", "SELECT d, count(*) AS n, sum(amt) AS amt FROM orders GROUP BY d");
        shop.load("SELECT range AS id, DATE '2025-01-01' + (range % 3)::INTEGER AS d, range AS amt FROM range(120000)");
        shop.apply();
        shop.load("SELECT range AS id, DATE '2025-01-01' + (range % 3)::INTEGER AS d, range AS amt FROM range(120001)");
        shop.apply();
        warehouse = shop.in(Progress.SILENT, workspace -> {
            try (Store held = workspace.engine().hold(Access.READ)) {
                assertThat(held.line().isMain()).isTrue();
                return columns(((DuckEngine) workspace.engine()).session());
            }
        });
    }

    @Test
    void metadataIsAsToldThere() throws IOException {
        Map<String, List<String>> told = section("## Schema `hindsight`: metadata");
        Map<String, List<String>> made = new TreeMap<>(warehouse);
        made.keySet().removeIf(name -> name.matches("[ts]\\d+_.*"));
        assertThat(made).containsExactlyEntriesOf(told);
    }

    @Test
    void rowsAreAsToldThere() throws IOException {
        Map<String, List<String>> told = section("## Schema `hindsight`: rows");
        assertThat(told).hasSize(3);
        told.forEach((name, columns) -> {
            List<String> own = columns.stream()
                    .filter(column -> !column.matches("c…|newest physical column of each column"))
                    .toList();
            List<String> made = warehouse.get(name.replace("<n>", "1"));
            assertThat(made).as(name).startsWith(own.toArray(String[]::new)).hasSize(own.size() + 3);
            assertThat(made.subList(own.size(), made.size())).containsExactly("c1", "c2", "c3");
        });
    }

    @Test
    void statesHaveAVersion() {
        List<String> states =
                warehouse.keySet().stream().filter(name -> name.startsWith("s")).toList();
        assertThat(states).contains("s2_1");
        assertThat(warehouse.get("s2_1")).startsWith("c1", "c2").endsWith("_version");
    }

    /** The first table below a heading. */
    private static Map<String, List<String>> section(String heading) throws IOException {
        String text = Files.readString(PAGE);
        assertThat(text).contains(heading);
        return text.substring(text.indexOf(heading))
                .lines()
                .dropWhile(line -> !line.startsWith("| `"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip().replace("`", ""),
                        cells -> Arrays.stream(cells[2].split(","))
                                .map(String::strip)
                                .toList(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static Map<String, List<String>> columns(Session session) {
        return session
                .list(
                        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'w' "
                                + "AND schema_name = 'hindsight' ORDER BY table_name, column_index",
                        row -> List.of(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.groupingBy(
                        pair -> pair.get(0),
                        TreeMap::new,
                        Collectors.mapping(pair -> pair.get(1), Collectors.toList())));
    }
}
