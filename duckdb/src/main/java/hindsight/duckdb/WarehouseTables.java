package hindsight.duckdb;

import hindsight.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tables in a warehouse's file: metadata and rows alike, whatever they are. All of them are what is remembered, but for caches, which can
 * be made of the others.
 */
final class WarehouseTables {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,100}");
    private static final Pattern HEAD = Pattern.compile("t(\\d{1,9})_head");
    private static final Pattern HIDDEN_STATE = Pattern.compile("s\\d+_\\d+");
    private static final String STATES = "state";

    private WarehouseTables() {}

    /** A column, by the engine's name of its type. */
    record TableColumn(String name, String type) {
        OpenType open() {
            return OpenTypeReader.read(type);
        }
    }

    /** A table in the schema of the metadata. */
    record StoredTable(String name, List<TableColumn> columns) {
        StoredTable {
            columns = List.copyOf(columns);
        }

        String path() {
            return "w.hindsight." + Identifier.quote(name);
        }

        /** Whether its rows follow from others. */
        boolean isCache() {
            return isHead() || name.equals(STATES);
        }

        boolean isHead() {
            return HEAD.matcher(name).matches();
        }

        /** Of the table whose head it is. */
        int headOf() {
            return Integer.parseInt(HEAD.matcher(name).replaceFirst("$1"));
        }
    }

    /** All but hidden states, which nobody misses: by name. */
    static List<StoredTable> of(Session session) {
        Map<String, List<TableColumn>> columns = new LinkedHashMap<>();
        session.list(
                """
                SELECT table_name, column_name, data_type FROM duckdb_columns()
                WHERE database_name = 'w' AND schema_name = 'hindsight' ORDER BY table_name, column_index""",
                row -> columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(new TableColumn(row.getString(2), row.getString(3))));
        return columns.entrySet().stream()
                .filter(table -> !HIDDEN_STATE.matcher(table.getKey()).matches())
                .map(table -> new StoredTable(table.getKey(), table.getValue()))
                .toList();
    }
}
