package hindsight.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hindsight.history.CommitContext;
import hindsight.history.StoredColumn;
import hindsight.problem.DefectException;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON texts inside metadata tables. */
final class MetadataJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MetadataJson() {}

    static String columns(List<StoredColumn> columns) {
        ArrayNode array = MAPPER.createArrayNode();
        for (StoredColumn column : columns) {
            ObjectNode node = array.addObject();
            node.put("name", column.name());
            node.put("type", column.column().type().text());
            column.physical().forEach(node.putArray("physical")::add);
            node.put("exact", column.exact());
        }
        return array.toString();
    }

    static List<StoredColumn> columns(String json) {
        List<StoredColumn> columns = new ArrayList<>();
        for (JsonNode node : read(json)) {
            List<Integer> physical = new ArrayList<>();
            node.get("physical").forEach(id -> physical.add(id.asInt()));
            Column column = new Column(
                    node.get("name").asText(), new DataType(node.get("type").asText()));
            columns.add(new StoredColumn(column, physical, node.get("exact").asBoolean()));
        }
        return columns;
    }

    static String names(List<String> names) {
        ArrayNode array = MAPPER.createArrayNode();
        names.forEach(array::add);
        return array.toString();
    }

    static List<String> names(String json) {
        List<String> names = new ArrayList<>();
        read(json).forEach(node -> names.add(node.asText()));
        return names;
    }

    static @Nullable String effective(Optional<Effective> effective) {
        return effective.map(value -> names(value.columns())).orElse(null);
    }

    static Optional<Effective> effective(@Nullable String json) {
        if (json == null) {
            return Optional.empty();
        }
        List<String> columns = names(json);
        return Optional.of(
                columns.size() == 1
                        ? new Effective.Moment(columns.get(0))
                        : new Effective.Period(columns.get(0), columns.get(1)));
    }

    static String context(CommitContext context) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("clock", context.clock().toString());
        node.put("zone", context.zone());
        ObjectNode variables = node.putObject("variables");
        context.variables().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        node.put("engine", context.engine());
        node.put("tool", context.tool());
        context.gitCommit().ifPresent(commit -> node.put("git_commit", commit));
        node.put("git_clean", context.gitClean());
        node.put("command", context.command());
        return node.toString();
    }

    static CommitContext context(String json) {
        JsonNode node = read(json);
        Map<String, String> variables = new LinkedHashMap<>();
        node.path("variables")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return new CommitContext(
                Instant.parse(node.get("clock").asText()),
                node.get("zone").asText(),
                variables,
                node.get("engine").asText(),
                node.get("tool").asText(),
                Optional.ofNullable(node.get("git_commit")).map(JsonNode::asText),
                node.get("git_clean").asBoolean(),
                node.get("command").asText());
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DefectException("Metadata is not readable: " + json, e);
        }
    }
}
