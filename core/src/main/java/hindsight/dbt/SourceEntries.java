package hindsight.dbt;

import hindsight.dbt.Remark.Kind;
import hindsight.json.JsonTree;
import hindsight.sql.Literal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What hindsight.yml says of the tables whose rows come from outside, and how their rows get here. */
final class SourceEntries {
    private static final String FROM_FILE = "rows to bring over";

    private final Given given;
    private final Manifest manifest;
    private final Keys keys;
    private final Remarks remarks;
    private final Map<String, String> entries = new TreeMap<>();
    private final List<Converted.Seed> seeds = new ArrayList<>();
    private final Map<String, String> exports = new TreeMap<>();

    SourceEntries(Given given, Manifest manifest, Keys keys, Remarks remarks) {
        this.given = given;
        this.manifest = manifest;
        this.keys = keys;
        this.remarks = remarks;
    }

    void add(Node node, String name) {
        switch (node.kind()) {
            case "seed" -> seed(node, name);
            case "snapshot" -> snapshot(node, name);
            case "source" -> source(node, name);
            default -> inWarehouse(node, name, keyed(node));
        }
    }

    /** The whole of hindsight.yml. */
    String settings() {
        return "name: " + Yaml.scalar(given.name()) + "\n"
                + (entries.isEmpty() ? "" : "\nsources:\n" + String.join("", entries.values()));
    }

    List<Converted.Seed> seeds() {
        return seeds;
    }

    /** Statements for dbt's warehouse that write rows into files; empty where nothing is left there. */
    String exports() {
        return String.join("", exports.values());
    }

    private void seed(Node node, String name) {
        String path =
                node.json().at("original_file_path").text(node.json().at("path").text());
        boolean own = node.packageName().equals(manifest.projectName());
        String place = (own ? "" : "dbt_packages/" + node.packageName() + "/") + path.replace('\\', '/');
        String file = "data/" + name + ".csv";
        seeds.add(new Converted.Seed(place, node.json().at("root_path").text(".") + "/" + path, file));
        StringBuilder settings = keyed(node);
        settings.append("    files: ").append(Yaml.scalar(file)).append('\n');
        String delimiter = node.config().at("delimiter").text(",");
        csv(delimiter.equals(",") ? Map.of() : Map.of("delimiter", delimiter), settings);
        enter(node, name, settings);
    }

    /** Rows that hold for a time each, where dbt says for how long; else rows with a number. */
    private void snapshot(Node node, String name) {
        JsonTree names = node.config().at("snapshot_meta_column_names");
        String from = names.at("dbt_valid_from").text("dbt_valid_from");
        String to = names.at("dbt_valid_to").text("dbt_valid_to");
        List<String> key = keys.uniqueKey(node);
        StringBuilder settings = new StringBuilder();
        if (key.isEmpty()) {
            settings.append("    key: ")
                    .append(Yaml.list(List.of(names.at("dbt_scd_id").text("dbt_scd_id"))))
                    .append('\n');
        } else {
            settings.append("    key: ").append(Yaml.list(key)).append('\n');
            settings.append("    effective: ")
                    .append(Yaml.list(List.of(from, to)))
                    .append('\n');
        }
        settings.append("    load: upsert\n");
        inWarehouse(node, name, settings);
        remarks.add(
                Kind.DIFFERENT,
                "snapshots",
                "Sources with periods: what dbt has seen so far is loaded. Rows to come do not follow from their query any more; every table remembers"
                        + " what it was, so that `history` and AS OF may do in its place.",
                name);
    }

    private void source(Node node, String name) {
        Optional<OutsideFiles> files = node.isOutside() ? OutsideFiles.of(node.relation()) : Optional.empty();
        if (files.isEmpty()) {
            inWarehouse(node, name, keyed(node));
            return;
        }
        String pattern = files.get().pattern();
        boolean placed = pattern.startsWith("/") || given.dbtFolder().isPresent();
        StringBuilder settings = keyed(node);
        String place = pattern.startsWith("/") ? "" : given.dbtFolder().orElse("");
        String file = place.isEmpty() ? pattern : place + "/" + pattern;
        settings.append("    files: ").append(Yaml.scalar(file)).append('\n');
        csv(files.get().csv(), settings);
        if (!placed) {
            remarks.add(
                    Kind.TO_DO,
                    "files",
                    "Their `files` are relative to the folder of the dbt project: say where that is.",
                    name);
        }
        enter(node, name, settings);
    }

    /** A table in dbt's warehouse, whose rows have to be brought over in a file. */
    private void inWarehouse(Node node, String name, StringBuilder settings) {
        String file = "data/" + name + ".parquet";
        settings.append("    files: ").append(Yaml.scalar(file)).append('\n');
        enter(node, name, settings);
        if (manifest.isDuckDb()) {
            exports.put(
                    name, "COPY (FROM " + node.relation() + ") TO " + Literal.string(file) + " (FORMAT parquet);\n");
            remarks.add(
                    Kind.TO_DO,
                    FROM_FILE,
                    "Their rows are in dbt's warehouse, or where only that can reach. `" + Conversion.EXPORTS
                            + "` writes them into the files that hindsight.yml names: run it in this folder, as in `duckdb WAREHOUSE < "
                            + Conversion.EXPORTS + "`. Or name files of your own.",
                    name);
        } else {
            remarks.add(
                    Kind.TO_DO,
                    FROM_FILE,
                    "Their rows are in dbt's warehouse. Write them into the files that hindsight.yml names, or name others there.",
                    name);
        }
    }

    private StringBuilder keyed(Node node) {
        StringBuilder settings = new StringBuilder();
        List<String> key = keys.of(node);
        if (!key.isEmpty()) {
            settings.append("    key: ").append(Yaml.list(key)).append('\n');
        }
        return settings.append("    load: snapshot\n");
    }

    private static void csv(Map<String, String> options, StringBuilder settings) {
        if (!options.isEmpty()) {
            String list = options.entrySet().stream()
                    .map(option -> option.getKey() + ": " + Yaml.scalar(option.getValue()))
                    .reduce((one, other) -> one + ", " + other)
                    .orElseThrow();
            settings.append("    csv: {").append(list).append("}\n");
        }
    }

    private void enter(Node node, String name, StringBuilder settings) {
        StringBuilder entry = new StringBuilder();
        node.description()
                .lines()
                .forEach(line -> entry.append(("  # " + line).stripTrailing()).append('\n'));
        entry.append("  ").append(Yaml.scalar(name)).append(":\n").append(settings);
        Map<String, String> types = types(node);
        if (!types.isEmpty()) {
            entry.append("    columns:\n");
            types.forEach((column, type) -> entry.append("      ")
                    .append(Yaml.scalar(column))
                    .append(": ")
                    .append(Yaml.scalar(type))
                    .append('\n'));
        }
        entries.put(name, entry.toString());
    }

    /** In the order of the columns, as far as it is known: as dbt made them; as it was told to; as they are described. */
    private Map<String, String> types(Node node) {
        Map<String, String> types = new LinkedHashMap<>();
        JsonTree catalog = given.catalog().orElse(node.json().at("no catalog"));
        JsonTree built = catalog.at("nodes").at(node.id()).at("columns");
        built = built.isObject() ? built : catalog.at("sources").at(node.id()).at("columns");
        Map<Integer, Map.Entry<String, JsonTree>> ordered = new TreeMap<>(Comparator.naturalOrder());
        built.fields()
                .forEach(column -> ordered.put(column.getValue().at("index").number(0), column));
        ordered.values()
                .forEach(column ->
                        types.put(column.getKey(), column.getValue().at("type").text()));
        if (manifest.isDuckDb() && types.isEmpty()) {
            node.json()
                    .at("columns")
                    .fields()
                    .forEach(column -> column.getValue()
                            .find("data_type")
                            .ifPresent(type ->
                                    types.put(column.getValue().at("name").text(column.getKey()), type.text())));
            node.config()
                    .at("column_types")
                    .fields()
                    .forEach(type -> types.put(type.getKey(), type.getValue().text()));
        }
        return manifest.isDuckDb() ? types : Map.of();
    }
}
