package hindsight.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hindsight.history.CommitContext;
import hindsight.history.StoredColumn;
import hindsight.history.TableRole;
import hindsight.history.TableSettings;
import hindsight.json.JsonTree;
import hindsight.problem.DefectException;
import hindsight.project.Effective;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON texts inside metadata tables. */
final class MetadataJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private MetadataJson() {}

    static String columns(List<StoredColumn> columns) {
        return written(json -> {
            json.writeStartArray();
            for (StoredColumn column : columns) {
                json.writeStartObject();
                json.writeStringField("name", column.name());
                json.writeStringField("type", column.column().type().text());
                json.writeArrayFieldStart("physical");
                for (int id : column.physical()) {
                    json.writeNumber(id);
                }
                json.writeEndArray();
                json.writeBooleanField("exact", column.exact());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static List<StoredColumn> columns(String json) {
        List<StoredColumn> columns = new ArrayList<>();
        for (JsonTree node : JsonTree.read(json)) {
            List<Integer> physical = new ArrayList<>();
            node.at("physical").forEach(id -> physical.add(id.number(0)));
            Column column = new Column(
                    node.at("name").text(), new DataType(node.at("type").text()));
            columns.add(new StoredColumn(column, physical, node.at("exact").isTrue()));
        }
        return columns;
    }

    static String names(List<String> names) {
        return written(json -> write(json, names));
    }

    private static void write(JsonGenerator json, List<String> names) throws IOException {
        json.writeStartArray();
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    static List<String> names(String json) {
        return texts(JsonTree.read(json));
    }

    private static List<String> texts(JsonTree array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.text()));
        return texts;
    }

    /** Empty for null. */
    static Optional<TableSettings> settings(@Nullable String json) {
        if (json == null) {
            return Optional.empty();
        }
        JsonTree node = JsonTree.read(json);
        List<String> effective = texts(node.at("effective"));
        return Optional.of(new TableSettings(
                TableRole.valueOf(node.at("role").text()),
                texts(node.at("key")),
                effective.isEmpty() ? Optional.empty() : Optional.of(effective(effective))));
    }

    static String settings(TableSettings settings) {
        return written(json -> {
            json.writeStartObject();
            json.writeStringField("role", settings.role().name());
            json.writeFieldName("key");
            write(json, settings.key());
            json.writeFieldName("effective");
            write(json, settings.effective().map(Effective::columns).orElse(List.of()));
            json.writeEndObject();
        });
    }

    static @Nullable String effective(Optional<Effective> effective) {
        return effective.map(value -> names(value.columns())).orElse(null);
    }

    static Optional<Effective> effective(@Nullable String json) {
        if (json == null) {
            return Optional.empty();
        }
        return Optional.of(effective(names(json)));
    }

    private static Effective effective(List<String> columns) {
        return columns.size() == 1
                ? new Effective.Moment(columns.get(0))
                : new Effective.Period(columns.get(0), columns.get(1));
    }

    static String context(CommitContext context) {
        return written(json -> {
            json.writeStartObject();
            json.writeStringField("clock", context.clock().toString());
            json.writeStringField("zone", context.zone());
            json.writeObjectFieldStart("variables");
            for (Map.Entry<String, String> variable : new TreeMap<>(context.variables()).entrySet()) {
                json.writeStringField(variable.getKey(), variable.getValue());
            }
            json.writeEndObject();
            json.writeStringField("engine", context.engine());
            json.writeStringField("tool", context.tool());
            if (context.gitCommit().isPresent()) {
                json.writeStringField("git_commit", context.gitCommit().get());
            }
            json.writeBooleanField("git_clean", context.gitClean());
            json.writeStringField("command", context.command());
            json.writeEndObject();
        });
    }

    static CommitContext context(String json) {
        JsonTree node = JsonTree.read(json);
        Map<String, String> variables = new LinkedHashMap<>();
        node.at("variables")
                .fields()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().text()));
        return new CommitContext(
                Instant.parse(node.at("clock").text()),
                node.at("zone").text(),
                variables,
                node.at("engine").text(),
                node.at("tool").text(),
                node.find("git_commit").map(JsonTree::text),
                node.at("git_clean").isTrue(),
                node.at("command").text());
    }

    private static String written(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writing.into(json);
        } catch (IOException e) {
            throw new DefectException("Cannot write metadata", e);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Writing {
        void into(JsonGenerator json) throws IOException;
    }
}
