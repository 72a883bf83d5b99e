package hindsight.project;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what hindsight.yml says of one source. */
final class SourceReader {
    private static final String SIMPLE_TYPE = "[A-Za-z0-9_ ]+(\\([0-9, ]*\\))?(\\[[0-9]*])*";
    private static final Map<String, LoadKind> KINDS = Map.of(
            "snapshot", LoadKind.SNAPSHOT,
            "upsert", LoadKind.UPSERT,
            "append", LoadKind.APPEND,
            "changes", LoadKind.CHANGES);

    private SourceReader() {}

    /** The source as far as it can be read, so that its name is known even where its settings are wrong. */
    static SourceDefinition read(YamlMap.Entry entry) {
        YamlValue at = entry.keyValue();
        Optional<YamlMap> yaml = entry.value().map();
        SourceDefinition source =
                yaml.map(settings -> settings(entry, settings)).orElseGet(() -> bare(entry));
        yaml.ifPresent(YamlMap::rejectOthers);
        Names.tableFault(source.name())
                .ifPresent(fault -> at.reject(
                        "invalid-name",
                        Quoted.of(source.name()) + " cannot be the name of a source: " + fault,
                        "Choose another name"));
        return source;
    }

    private static SourceDefinition bare(YamlMap.Entry entry) {
        return new SourceDefinition(
                entry.key(),
                List.of(),
                Optional.empty(),
                LoadKind.APPEND,
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                entry.keyValue().location());
    }

    private static SourceDefinition settings(YamlMap.Entry entry, YamlMap yaml) {
        List<String> key = yaml.value("key").map(YamlValue::names).orElse(List.of());
        Optional<YamlValue> load = yaml.value("load");
        Optional<LoadKind> kind = load.flatMap(value -> value.choice("load kind", KINDS));
        Optional<YamlValue> order = yaml.value("order");
        if (kind.isPresent()) {
            checkKey(load.get(), kind.get(), yaml.value("key").isPresent());
            order.filter(value -> kind.get() != LoadKind.CHANGES)
                    .ifPresent(value -> value.reject(
                            "invalid-setting",
                            "the load kind " + Quoted.of(word(kind.get())) + " takes no order",
                            "Remove it, or write load: changes"));
        } else if (load.isEmpty()) {
            order.ifPresent(value -> value.reject(
                    "invalid-setting",
                    "order belongs to the load kind 'changes'",
                    "Remove it, or write load: changes"));
        }
        Optional<Effective> effective = yaml.value("effective").flatMap(SourceReader::effective);
        effective.flatMap(Effective::period).ifPresent(period -> PeriodSettings.check(yaml, key, period, kind));
        return new SourceDefinition(
                entry.key(),
                key,
                effective,
                kind.orElse(key.isEmpty() ? LoadKind.APPEND : LoadKind.UPSERT),
                order.flatMap(YamlValue::nonBlank),
                yaml.value("files").flatMap(YamlValue::nonBlank),
                yaml.value("csv").flatMap(YamlValue::map).map(CsvReader::read).orElse(CsvOptions.SNIFFED),
                yaml.value("columns")
                        .flatMap(YamlValue::map)
                        .map(SourceReader::columns)
                        .orElse(List.of()),
                entry.keyValue().location());
    }

    private static void checkKey(YamlValue load, LoadKind kind, boolean keyed) {
        if (!keyed && (kind == LoadKind.UPSERT || kind == LoadKind.CHANGES)) {
            load.reject(
                    "missing-key",
                    "the load kind " + Quoted.of(word(kind)) + " needs a key",
                    "Declare key: [column], or load by snapshot or append");
        }
    }

    private static String word(LoadKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Effective> effective(YamlValue value) {
        List<String> columns = value.names();
        if (columns.size() > 2) {
            value.reject(
                    "invalid-setting",
                    columns.size() + " columns cannot be one effective time",
                    "Name one column, or two for a period [from, to)");
        } else if (columns.size() == 2) {
            return Optional.of(new Effective.Period(columns.get(0), columns.get(1)));
        }
        return columns.size() == 1 ? Optional.of(new Effective.Moment(columns.get(0))) : Optional.empty();
    }

    private static List<Column> columns(YamlMap yaml) {
        List<Column> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlMap.Entry entry : yaml.entries()) {
            Optional<String> fault = Names.columnFault(entry.key())
                    .or(() -> seen.add(Name.folded(entry.key())) ? Optional.empty() : Optional.of("it is set twice"));
            Optional<String> type = entry.value().nonBlank();
            if (fault.isPresent()) {
                entry.keyValue()
                        .reject(
                                "invalid-name",
                                Quoted.of(entry.key()) + " cannot be the name of a column: " + fault.get(),
                                "Choose another name");
            } else if (type.isPresent()) {
                columns.add(new Column(entry.key(), type(type.get().strip())));
            }
        }
        return columns;
    }

    /** In upper case where every word is a keyword; names of fields and labels stay as they are. */
    private static DataType type(String written) {
        return new DataType(written.matches(SIMPLE_TYPE) ? written.toUpperCase(Locale.ROOT) : written);
    }
}
