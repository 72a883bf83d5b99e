package hindsight.dbt;

import hindsight.json.JsonTree;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One entry of a manifest: a model, seed, snapshot, source or test. What a version of dbt does not write is empty. */
record Node(String id, JsonTree json) {
    private static final List<String> NO_TABLES = List.of("test", "analysis", "operation", "sql_operation", "rpc");

    String kind() {
        return json.at("resource_type").text();
    }

    boolean is(String kind) {
        return kind().equals(kind);
    }

    String name() {
        return json.at("name").text();
    }

    /** The name of its table in dbt's warehouse. */
    String identifier() {
        return json.at("identifier").text(json.at("alias").text(name()));
    }

    String packageName() {
        return json.at("package_name").text();
    }

    JsonTree config() {
        return json.at("config");
    }

    String materialized() {
        return config().at("materialized").text();
    }

    boolean isEphemeral() {
        return is("model") && materialized().equals("ephemeral");
    }

    boolean isPython() {
        return json.at("language").text().equals("python")
                || json.at("path").text().endsWith(".py");
    }

    /** Whether others can read its rows. */
    boolean isTable() {
        return !NO_TABLES.contains(kind());
    }

    /** How SQL that dbt compiled names it; empty for what has no table. */
    String relation() {
        if (!isTable() || isEphemeral()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (String part : List.of(json.at("database").text(), json.at("schema").text(), identifier())) {
            if (!part.isEmpty()) {
                parts.add('"' + part.replace("\"", "\"\"") + '"');
            }
        }
        return json.at("relation_name").text(String.join(".", parts));
    }

    /** Whether its relation is a file or a call that reads files, not a table. */
    boolean isOutside() {
        List<Token> tokens = Tokens.of(relation());
        return tokens.stream().anyMatch(token -> token.kind() == Token.Kind.STRING || token.is("("));
    }

    String rawCode() {
        return json.at("raw_code").text(json.at("raw_sql").text());
    }

    /** The SQL that dbt would run; empty when it was not compiled. */
    Optional<String> compiled() {
        return json.find("compiled_code")
                .or(() -> json.find("compiled_sql"))
                .map(JsonTree::text)
                .filter(code -> !code.isBlank());
    }

    String description() {
        return json.at("description").text().strip();
    }

    List<String> tags() {
        return texts(json.at("tags")).stream().distinct().toList();
    }

    List<String> reads() {
        return texts(json.at("depends_on").at("nodes"));
    }

    List<String> macros() {
        return texts(json.at("depends_on").at("macros"));
    }

    boolean isWarning() {
        return config().at("severity").text().toLowerCase(Locale.ROOT).equals("warn");
    }

    /** The elements of an array, or the one text that stands in its place. */
    static List<String> texts(JsonTree json) {
        if (!json.isArray()) {
            return json.text().isEmpty() ? List.of() : List.of(json.text());
        }
        List<String> texts = new ArrayList<>();
        json.forEach(element -> texts.add(element.text()));
        return texts;
    }
}
