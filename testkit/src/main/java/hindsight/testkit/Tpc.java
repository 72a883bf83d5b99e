package hindsight.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The queries and tables of the TPC benchmarks for analysis. Columns have no prefixes in TPC-H. */
public enum Tpc {
    /** 22 queries over 8 tables. */
    H(22) {
        @Override
        public List<TpcTable> tables() {
            return TpcTable.tpch();
        }
    },
    /** 99 queries over 24 tables. */
    DS(99) {
        @Override
        public List<TpcTable> tables() {
            return TpcTable.tpcds();
        }
    };

    private final int count;

    Tpc(int count) {
        this.count = count;
    }

    public abstract List<TpcTable> tables();

    /** By table, the columns that tell its rows apart, with commas between them. */
    public Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        tables().forEach(table -> keys.put(table.name(), table.key()));
        return keys;
    }

    /** Texts by name, such as {@code q01}; they name tables without a schema. */
    public Map<String, String> queries() {
        Map<String, String> queries = new TreeMap<>();
        IntStream.rangeClosed(1, count)
                .mapToObj(number -> String.format(Locale.ROOT, "q%02d", number))
                .forEach(name -> queries.put(name, query(name)));
        return queries;
    }

    private String query(String name) {
        String path = "/sql/presto/tpc" + name().toLowerCase(Locale.ROOT) + "/" + name + ".sql";
        try (InputStream stream = Tpc.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("no " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${scale}", "1")
                    .replaceAll("(\"\\$\\{(database|schema)}\"|\\$\\{(database|schema)})\\.", "")
                    .replace("${prefix}", "")
                    .strip()
                    .replaceFirst(";$", "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Statements that make the tables and fill them from files that are written first.
     *
     * @param scale 1 stands for about 1 GB
     * @param folder for the files
     */
    public List<String> statements(double scale, Path folder) throws IOException {
        return statements(scale, Long.MAX_VALUE, folder);
    }

    /** @param most rows of a table: of one with more, the first ones are taken */
    public List<String> statements(double scale, long most, Path folder) throws IOException {
        List<TpcTable> tables = tables();
        for (TpcTable table : tables) {
            table.write(scale, most, folder.resolve(table.name()));
        }
        return tables.stream()
                .flatMap(table -> table.statements(folder.resolve(table.name())).stream())
                .toList();
    }
}
