package hindsight.dbt;

import hindsight.json.JsonTree;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes models: settings, and their SQL over our tables. */
final class ModelFiles {
    private final Manifest manifest;
    private final TableNames names;
    private final CompiledSql sql;
    private final Keys keys;
    private final Map<String, List<ColumnCheck>> checks;

    ModelFiles(Manifest manifest, TableNames names, CompiledSql sql, Keys keys, Map<String, List<ColumnCheck>> checks) {
        this.manifest = manifest;
        this.names = names;
        this.sql = sql;
        this.keys = keys;
        this.checks = checks;
    }

    /** Where a model's file stands: in the folder that it had; those of packages in a folder of the package's name. */
    String path(Node node) {
        String path = node.json().at("path").text().replace('\\', '/');
        String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/') + 1) : "";
        String home = node.packageName().equals(manifest.projectName()) ? "" : node.packageName() + "/";
        return "models/" + home + folder + names.of(node) + ".sql";
    }

    String text(Node node, String compiled) {
        String settings = settings(node);
        return (settings.isEmpty() ? "" : "/*---\n" + settings + "---*/\n") + sql.rewritten(compiled);
    }

    private String settings(Node node) {
        StringBuilder text = new StringBuilder();
        if (!node.description().isEmpty()) {
            text.append("description: ")
                    .append(Yaml.text(node.description(), "  "))
                    .append('\n');
        }
        if (node.materialized().equals("view") || node.isEphemeral()) {
            text.append("materialized: view\n");
        }
        List<String> key = keys.of(node);
        if (!key.isEmpty()) {
            text.append("key: ").append(Yaml.list(key)).append('\n');
        }
        if (!node.tags().isEmpty()) {
            text.append("tags: ").append(Yaml.list(node.tags())).append('\n');
        }
        columns(node, key, text);
        return text.toString();
    }

    private void columns(Node node, List<String> key, StringBuilder text) {
        Map<String, String> written = new LinkedHashMap<>();
        Map<String, String> descriptions = new TreeMap<>();
        Map<String, List<String>> tests = new TreeMap<>();
        for (Map.Entry<String, JsonTree> column : node.json().at("columns").fields()) {
            String name = column.getValue().at("name").text(column.getKey());
            String description = column.getValue().at("description").text().strip();
            if (!description.isEmpty()) {
                written.putIfAbsent(Name.folded(name), name);
                descriptions.put(Name.folded(name), description);
            }
        }
        for (ColumnCheck check : checks.getOrDefault(node.id(), List.of())) {
            if (!check.isCombination() && !Keys.covers(key, check)) {
                String name = check.columns().get(0);
                written.putIfAbsent(Name.folded(name), name);
                tests.computeIfAbsent(Name.folded(name), column -> new ArrayList<>())
                        .add(test(check));
            }
        }
        text.append(written.isEmpty() ? "" : "columns:\n");
        written.forEach((folded, name) -> {
            text.append("  ").append(Yaml.scalar(name)).append(":\n");
            if (descriptions.containsKey(folded)) {
                text.append("    description: ")
                        .append(Yaml.text(descriptions.get(folded), "      "))
                        .append('\n');
            }
            if (tests.containsKey(folded)) {
                text.append("    tests: [")
                        .append(String.join(", ", tests.get(folded)))
                        .append("]\n");
            }
        });
    }

    private String test(ColumnCheck check) {
        String severity = check.isFatal() ? "" : "severity: warn";
        String more = severity.isEmpty() ? "" : ", " + severity;
        return switch (check.kind()) {
            case "accepted_values" -> {
                String values = Yaml.list(Node.texts(check.argument("values")));
                yield severity.isEmpty()
                        ? "{accepted_values: " + values + "}"
                        : "{accepted_values: {values: " + values + more + "}}";
            }
            case "relationships" -> {
                String other = manifest.node(check.other()).map(names::of).orElse("");
                yield "{relationships: {to: " + Yaml.scalar(other) + ", field: "
                        + Yaml.scalar(ColumnCheck.bare(check.argument("field").text())) + more + "}}";
            }
            default -> severity.isEmpty() ? check.kind() : "{" + check.kind() + ": {" + severity + "}}";
        };
    }
}
