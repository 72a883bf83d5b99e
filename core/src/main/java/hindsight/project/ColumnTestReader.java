package hindsight.project;

import hindsight.problem.Severity;
import hindsight.problem.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a test of one column: a word such as {@code not_null}, or a mapping of one such word to what belongs to it, such as
 * {@code relationships: {to: airports, field: code, severity: warn}}.
 */
final class ColumnTestReader {
    static final Map<String, Severity> SEVERITIES = Map.of("warn", Severity.WARNING, "error", Severity.ERROR);
    private static final List<String> KINDS = List.of("not_null", "unique", "accepted_values", "relationships");

    private final String column;
    private final Severity usual;
    private final TableNames tables;

    /** @param usual severity where a test names none */
    ColumnTestReader(String column, Severity usual, TableNames tables) {
        this.column = column;
        this.usual = usual;
        this.tables = tables;
    }

    Optional<ColumnTest> read(YamlValue value) {
        return value.isMapping()
                ? value.map().flatMap(yaml -> settled(value, yaml))
                : value.text().flatMap(kind -> plain(value, kind));
    }

    private Optional<ColumnTest> plain(YamlValue value, String kind) {
        return switch (kind) {
            case "not_null" -> Optional.of(new ColumnTest.NotNull(column, usual));
            case "unique" -> Optional.of(new ColumnTest.Unique(column, usual));
            case "accepted_values" -> {
                value.reject("invalid-setting", "accepted_values needs the values", "Write accepted_values: [a, b]");
                yield Optional.empty();
            }
            case "relationships" -> {
                value.reject(
                        "invalid-setting",
                        "relationships needs the other table",
                        "Write relationships: {to: table, field: column}");
                yield Optional.empty();
            }
            default -> rejectKind(value, kind);
        };
    }

    private Optional<ColumnTest> settled(YamlValue value, YamlMap yaml) {
        if (yaml.entries().size() != 1) {
            value.reject(
                    "invalid-setting", "a test is one word, or one word with its settings", "Put - before each test");
            return Optional.empty();
        }
        YamlMap.Entry entry = yaml.entries().get(0);
        return switch (entry.key()) {
            case "not_null" -> severity(entry.value()).map(severity -> new ColumnTest.NotNull(column, severity));
            case "unique" -> severity(entry.value()).map(severity -> new ColumnTest.Unique(column, severity));
            case "accepted_values" -> acceptedValues(entry.value());
            case "relationships" -> entry.value().map().flatMap(settings -> relationships(entry.value(), settings));
            default -> rejectKind(entry.keyValue(), entry.key());
        };
    }

    private Optional<Severity> severity(YamlValue value) {
        Optional<YamlMap> yaml = value.map();
        Optional<Severity> severity = yaml.map(this::severity);
        yaml.ifPresent(YamlMap::rejectOthers);
        return severity;
    }

    private Severity severity(YamlMap yaml) {
        return yaml.value("severity")
                .flatMap(value -> value.choice("severity", SEVERITIES))
                .orElse(usual);
    }

    private Optional<ColumnTest> acceptedValues(YamlValue value) {
        Optional<YamlMap> yaml = value.isMapping() ? value.map() : Optional.empty();
        Severity severity = yaml.map(this::severity).orElse(usual);
        Optional<YamlValue> list =
                value.isMapping() ? yaml.flatMap(settings -> settings.value("values")) : Optional.of(value);
        yaml.ifPresent(YamlMap::rejectOthers);
        List<String> values = list.map(YamlValue::items).orElse(List.of()).stream()
                .map(YamlValue::text)
                .flatMap(Optional::stream)
                .toList();
        if (values.isEmpty()) {
            value.reject("invalid-setting", "no value is accepted", "Write accepted_values: [a, b]");
            return Optional.empty();
        }
        return Optional.of(new ColumnTest.AcceptedValues(column, values, severity));
    }

    private Optional<ColumnTest> relationships(YamlValue value, YamlMap yaml) {
        Severity severity = severity(yaml);
        Optional<YamlValue> to = yaml.value("to");
        Optional<String> table = to.flatMap(YamlValue::nonBlank);
        Optional<String> field = yaml.value("field").flatMap(YamlValue::nonBlank);
        yaml.rejectOthers();
        if (to.isEmpty() || yaml.value("field").isEmpty()) {
            value.reject(
                    "invalid-setting",
                    (to.isEmpty() ? "to" : "field") + " is missing",
                    "Write relationships: {to: table, field: column}");
        }
        to.ifPresent(tables::expect);
        return table.flatMap(known -> field.map(name -> new ColumnTest.Relationships(column, known, name, severity)));
    }

    private static Optional<ColumnTest> rejectKind(YamlValue value, String kind) {
        value.reject("invalid-setting", "there is no test " + Quoted.of(kind), Suggestion.hint(kind, KINDS));
        return Optional.empty();
    }
}
