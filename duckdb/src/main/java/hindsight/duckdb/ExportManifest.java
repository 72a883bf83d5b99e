package hindsight.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import hindsight.duckdb.WarehouseTables.StoredTable;
import hindsight.duckdb.WarehouseTables.TableColumn;
import hindsight.json.JsonTree;
import hindsight.problem.DefectException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What an export holds; docs/format describes it.
 *
 * @param format of the export
 * @param warehouse format of the warehouse that it was made of
 * @param engine that wrote it
 * @param seq the last commit
 */
record ExportManifest(int format, int warehouse, String engine, long seq, List<Entry> tables) {
    /** Raised whenever a reader of the layout before would misread the new one. */
    static final int FORMAT = 1;

    static final String FILE_NAME = "manifest.json";
    private static final JsonFactory FACTORY = new JsonFactory();

    ExportManifest {
        tables = List.copyOf(tables);
    }

    /**
     * A table.
     *
     * @param rows how many its file has; -1 where it is a cache, and has none
     */
    record Entry(StoredTable table, long rows) {
        String file() {
            return "tables/" + table.name() + ".parquet";
        }

        boolean hasFile() {
            return rows >= 0;
        }
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("hindsight_export", format);
            json.writeNumberField("warehouse_format", warehouse);
            json.writeStringField("engine", engine);
            json.writeNumberField("seq", seq);
            json.writeArrayFieldStart("tables");
            for (Entry entry : tables) {
                write(entry, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new DefectException("Cannot write a manifest", e);
        }
        return text + "\n";
    }

    private static void write(Entry entry, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", entry.table().name());
        if (entry.hasFile()) {
            json.writeStringField("file", entry.file());
            json.writeNumberField("rows", entry.rows());
        }
        json.writeArrayFieldStart("columns");
        for (TableColumn column : entry.table().columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", column.type());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** @throws IllegalArgumentException when it is none */
    static ExportManifest read(String text) {
        JsonTree json = JsonTree.tryRead(text).orElseThrow(() -> new IllegalArgumentException("it is no JSON"));
        if (!json.has("hindsight_export")) {
            throw new IllegalArgumentException("it does not say that it is an export");
        }
        List<Entry> tables = new ArrayList<>();
        json.at("tables").forEach(entry -> tables.add(entry(entry)));
        return new ExportManifest(
                json.at("hindsight_export").number(0),
                json.at("warehouse_format").number(0),
                json.at("engine").text(),
                Long.parseLong(json.at("seq").text("0")),
                tables);
    }

    private static Entry entry(JsonTree json) {
        List<TableColumn> columns = new ArrayList<>();
        json.at("columns")
                .forEach(column -> columns.add(new TableColumn(
                        name(column.at("name").text()), column.at("type").text())));
        columns.forEach(TableColumn::open);
        return new Entry(
                new StoredTable(name(json.at("name").text()), columns),
                Long.parseLong(json.at("rows").text("-1")));
    }

    private static String name(String text) {
        if (!WarehouseTables.NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("it names something '" + text + "'");
        }
        return text;
    }
}
