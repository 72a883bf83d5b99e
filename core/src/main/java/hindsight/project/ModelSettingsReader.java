package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Severity;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of one model. */
final class ModelSettingsReader {
    private static final Map<String, Materialization> MATERIALIZATIONS =
            Map.of("table", Materialization.TABLE, "view", Materialization.VIEW);
    private static final Map<String, Boolean> REQUIRED = Map.of("required", true);
    private static final Map<String, Boolean> ORDERED = Map.of("ordered", true);

    private final String model;
    private final TableNames tables;
    private final List<ColumnTest> tests = new ArrayList<>();
    private final Map<String, String> columnDescriptions = new LinkedHashMap<>();
    private final Map<String, Location> places = new LinkedHashMap<>();

    ModelSettingsReader(String model, TableNames tables) {
        this.model = model;
        this.tables = tables;
    }

    ModelSettings read(YamlMap yaml) {
        yaml.value("columns").flatMap(YamlValue::map).ifPresent(this::columns);
        ModelSettings settings = new ModelSettings(
                yaml.value("description").flatMap(YamlValue::text).orElse(""),
                value(yaml, "key").map(YamlValue::names).orElse(List.of()),
                value(yaml, "effective").flatMap(ModelSettingsReader::effective),
                tests,
                columnDescriptions,
                value(yaml, "materialized")
                        .flatMap(value -> value.choice("materialization", MATERIALIZATIONS))
                        .orElse(Materialization.TABLE),
                yaml.value("tags").map(YamlValue::names).orElse(List.of()),
                value(yaml, "was").flatMap(this::was),
                value(yaml, "incremental")
                        .flatMap(value -> value.choice("incremental mode", REQUIRED))
                        .isPresent(),
                value(yaml, "float")
                        .flatMap(value -> value.choice("float mode", ORDERED))
                        .isPresent(),
                places);
        yaml.rejectOthers();
        return settings;
    }

    private Optional<YamlValue> value(YamlMap yaml, String key) {
        Optional<YamlValue> value = yaml.value(key);
        value.ifPresent(set -> places.put(key, set.location()));
        return value;
    }

    private static Optional<String> effective(YamlValue value) {
        List<String> columns = value.names();
        if (columns.size() > 1) {
            value.reject(
                    "invalid-setting",
                    "a model has one effective column, not " + columns.size(),
                    "Name the DATE or TIMESTAMP column of its output");
        }
        return columns.stream().findFirst();
    }

    private Optional<String> was(YamlValue value) {
        Optional<String> former = value.nonBlank();
        if (former.isPresent()) {
            if (Name.same(former.get(), model)) {
                value.reject("invalid-setting", "the model is named " + Quoted.of(model) + " already", "Remove it");
            } else {
                tables.renamed(former.get(), value);
            }
        }
        return former;
    }

    private void columns(YamlMap yaml) {
        for (YamlMap.Entry entry : yaml.entries()) {
            Names.columnFault(entry.key())
                    .ifPresent(fault -> entry.keyValue()
                            .reject(
                                    "invalid-name",
                                    Quoted.of(entry.key()) + " cannot be the name of a column: " + fault,
                                    "Choose another name"));
            places.put("columns." + entry.key(), entry.keyValue().location());
            entry.value().map().ifPresent(settings -> column(entry.key(), settings));
        }
    }

    private void column(String name, YamlMap yaml) {
        yaml.value("description").flatMap(YamlValue::text).ifPresent(text -> columnDescriptions.put(name, text));
        Severity severity = yaml.value("severity")
                .flatMap(value -> value.choice("severity", ColumnTestReader.SEVERITIES))
                .orElse(Severity.ERROR);
        ColumnTestReader reader = new ColumnTestReader(name, severity, tables);
        yaml.value("tests").map(YamlValue::items).orElse(List.of()).stream()
                .map(reader::read)
                .flatMap(Optional::stream)
                .forEach(tests::add);
        yaml.rejectOthers();
    }
}
