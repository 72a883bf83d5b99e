package hindsight.project;

import hindsight.problem.Suggestion;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads hindsight.yml besides its sources. */
final class SettingsReader {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final String MEMORY = "(?i)[0-9]{1,9}(\\.[0-9]{1,3})?\\s*([KMGT]i?B)";
    private static final int MAX_THREADS = 1024;
    private static final int MOST_CHUNK_ROWS = 999_999_999;

    private final Path root;
    private final WarehouseFolder warehouse;

    SettingsReader(Path root, WarehouseFolder warehouse) {
        this.root = root;
        this.warehouse = warehouse;
    }

    Settings read(YamlMap yaml, Optional<Path> chosenWarehouse) {
        return new Settings(
                yaml.value("name").flatMap(YamlValue::nonBlank).orElseGet(this::folderName),
                warehouse.choose(chosenWarehouse, yaml.value("warehouse")),
                yaml.value("time_zone").flatMap(SettingsReader::zone).orElse(ZoneId.of("UTC")),
                yaml.value("engine")
                        .flatMap(YamlValue::map)
                        .map(SettingsReader::engine)
                        .orElse(EngineSettings.DEFAULT),
                yaml.value("vars")
                        .flatMap(YamlValue::map)
                        .map(SettingsReader::variables)
                        .orElse(Map.of()),
                Set.copyOf(yaml.value("protect").map(YamlValue::names).orElse(List.of())));
    }

    private String folderName() {
        Path folder = root.getFileName();
        return folder == null ? "project" : folder.toString();
    }

    private static Optional<ZoneId> zone(YamlValue value) {
        Optional<String> name = value.nonBlank();
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (name.isPresent() && !known.contains(name.get())) {
            value.reject(
                    "invalid-setting",
                    "there is no time zone " + Quoted.of(name.get()),
                    Suggestion.nearest(name.get(), known)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("Write one such as UTC or Europe/Berlin"));
            return Optional.empty();
        }
        return name.map(ZoneId::of);
    }

    private static EngineSettings engine(YamlMap yaml) {
        EngineSettings settings = new EngineSettings(
                yaml.value("type").flatMap(YamlValue::nonBlank).orElse(EngineSettings.DEFAULT.type()),
                yaml.value("memory").flatMap(SettingsReader::memory).orElse(EngineSettings.DEFAULT.memory()),
                yaml.value("threads")
                        .flatMap(value -> value.number(1, MAX_THREADS))
                        .orElse(EngineSettings.DEFAULT.threads()),
                yaml.value("chunk_rows")
                        .flatMap(value -> value.number(1, MOST_CHUNK_ROWS))
                        .map(Integer::longValue)
                        .orElse(EngineSettings.DEFAULT.chunkRows()));
        yaml.rejectOthers();
        return settings;
    }

    private static Optional<String> memory(YamlValue value) {
        Optional<String> text = value.text();
        if (text.filter(written -> !written.strip().matches(MEMORY)).isPresent()) {
            value.reject(
                    "invalid-setting",
                    Quoted.of(text.get()) + " is not an amount of memory",
                    "Write a number and a unit, such as 4GB");
            return Optional.empty();
        }
        return text.map(String::strip);
    }

    private static Map<String, String> variables(YamlMap yaml) {
        Map<String, String> literals = new LinkedHashMap<>();
        for (YamlMap.Entry entry : yaml.entries()) {
            if (!entry.key().matches(NAME)) {
                entry.keyValue()
                        .reject(
                                "invalid-name",
                                Quoted.of(entry.key()) + " cannot be the name of a variable",
                                "Use letters, digits and _");
            }
            literals.put(entry.key(), SqlLiterals.of(entry.value()).orElse(SqlLiterals.UNKNOWN));
        }
        return literals;
    }
}
