package hindsight.testkit;

import io.airlift.tpch.TpchColumn;
import io.airlift.tpch.TpchEntity;
import io.airlift.tpch.TpchTable;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A table of a benchmark.
 *
 * @param columns names and types as SQL writes them
 */
public record TpcTable(String name, List<String> columns, Source source) {
    /** Keys of tables whose first column alone is none. */
    private static final Map<String, String> LONGER_KEYS = Map.of(
            "lineitem", "orderkey, linenumber",
            "partsupp", "partkey, suppkey",
            "store_sales", "ss_item_sk, ss_ticket_number",
            "catalog_sales", "cs_item_sk, cs_order_number",
            "web_sales", "ws_item_sk, ws_order_number",
            "store_returns", "sr_item_sk, sr_ticket_number",
            "catalog_returns", "cr_item_sk, cr_order_number",
            "web_returns", "wr_item_sk, wr_order_number",
            "inventory", "inv_date_sk, inv_item_sk, inv_warehouse_sk");

    /** Gives rows as lines with bars between values. */
    interface Source {
        Stream<String> lines(double scale);
    }

    public TpcTable {
        columns = List.copyOf(columns);
    }

    /** The columns that tell its rows apart, with commas between them. */
    public String key() {
        String first = columns.get(0);
        return LONGER_KEYS.getOrDefault(name, first.substring(0, first.indexOf(' ')));
    }

    /** The statement that makes it without rows. */
    public String definition() {
        return "CREATE TABLE " + name + " (" + String.join(", ", columns) + ")";
    }

    List<String> statements(Path file) {
        return List.of(
                definition(),
                "COPY " + name + " FROM '" + file + "' (DELIMITER '|', QUOTE '', HEADER false, NULLSTR '')");
    }

    void write(double scale, long most, Path file) throws IOException {
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
            source.lines(scale).limit(most).forEach(line -> lines.print(line + "\n"));
            if (lines.checkError()) {
                throw new IOException("cannot write " + file);
            }
        }
    }

    static List<TpcTable> tpch() {
        return TpchTable.getTables().stream().map(TpcTable::tpch).toList();
    }

    private static TpcTable tpch(TpchTable<?> table) {
        List<String> columns = table.getColumns().stream()
                .map(column -> column.getSimplifiedColumnName() + " " + type(column))
                .toList();
        return new TpcTable(
                table.getTableName(),
                columns,
                scale -> StreamSupport.stream(table.createGenerator(scale, 1, 1).spliterator(), false)
                        .map(TpchEntity::toLine));
    }

    private static String type(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case IDENTIFIER -> "BIGINT";
            case INTEGER -> "INTEGER";
            case DATE -> "DATE";
            case DOUBLE -> "DECIMAL(15,2)";
            case VARCHAR -> "VARCHAR";
        };
    }

    static List<TpcTable> tpcds() {
        return Table.getBaseTables().stream()
                .filter(table -> table != Table.DBGEN_VERSION)
                .map(TpcTable::tpcds)
                .toList();
    }

    private static TpcTable tpcds(Table table) {
        List<String> columns = List.of(table.getColumns()).stream()
                .map(column -> column.getName() + " " + type(column))
                .toList();
        return new TpcTable(table.getName(), columns, scale -> {
            Session session = Session.getDefaultSession().withScale(scale).withTable(table);
            return StreamSupport.stream(Results.constructResults(table, session).spliterator(), false)
                    .map(rows -> rows.get(0).stream()
                            .map(value -> value == null ? "" : value)
                            .collect(Collectors.joining("|")));
        });
    }

    private static String type(Column column) {
        ColumnType type = column.getType();
        return switch (type.getBase()) {
            case IDENTIFIER -> "BIGINT";
            case INTEGER -> "INTEGER";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case DECIMAL ->
                "DECIMAL(" + type.getPrecision().orElseThrow() + ","
                        + type.getScale().orElseThrow() + ")";
            case CHAR, VARCHAR -> "VARCHAR";
        };
    }
}
