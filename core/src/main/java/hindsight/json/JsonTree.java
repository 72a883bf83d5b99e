package hindsight.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import hindsight.problem.DefectException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value that the engine or our own metadata gave. What is not there is an empty value, so that ways into a tree need no
 * checks. Read without data binding, whose start costs as much as the rest of a small command.
 */
public final class JsonTree implements Iterable<JsonTree> {
    private static final int DEEPEST = 20_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final JsonTree MISSING = new JsonTree(Kind.MISSING, "");

    private final Kind kind;
    private final String text;
    private final Map<String, JsonTree> fields;
    private final List<JsonTree> elements;

    private enum Kind {
        MISSING,
        SCALAR,
        ARRAY,
        OBJECT
    }

    private JsonTree(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
        this.fields = kind == Kind.OBJECT ? new LinkedHashMap<>() : Map.of();
        this.elements = kind == Kind.ARRAY ? new ArrayList<>() : List.of();
    }

    public static JsonTree read(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return read(parser);
        } catch (IOException e) {
            throw new DefectException("Cannot read JSON: " + json.substring(0, Math.min(json.length(), 200)), e);
        }
    }

    /** Nothing if it is none: the engine writes infinity and NaN as they are. */
    public static Optional<JsonTree> tryRead(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return Optional.of(read(parser));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonTree read(JsonParser parser) throws IOException {
        Deque<JsonTree> open = new ArrayDeque<>();
        JsonTree root = new JsonTree(Kind.ARRAY, "");
        open.push(root);
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                JsonTree inner = new JsonTree(token == JsonToken.START_OBJECT ? Kind.OBJECT : Kind.ARRAY, "");
                open.element().add(parser, inner);
                open.push(inner);
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                open.pop();
            } else if (token != JsonToken.FIELD_NAME) {
                boolean absent = token == JsonToken.VALUE_NULL;
                open.element().add(parser, absent ? MISSING : new JsonTree(Kind.SCALAR, parser.getText()));
            }
        }
        return root.at(0);
    }

    /** The parser's name is that of the field, also behind the beginning of its object. */
    private void add(JsonParser parser, JsonTree value) throws IOException {
        if (kind == Kind.ARRAY) {
            elements.add(value);
        } else if (value != MISSING) {
            boolean begins = value.kind != Kind.SCALAR;
            String name = begins ? parser.getParsingContext().getParent().getCurrentName() : parser.currentName();
            fields.put(name, value);
        }
    }

    public JsonTree at(String field) {
        return fields.getOrDefault(field, MISSING);
    }

    public JsonTree at(int index) {
        return index >= 0 && index < elements.size() ? elements.get(index) : MISSING;
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The field, unless it is missing or null. */
    public Optional<JsonTree> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** The text of a text, number or truth value; empty for everything else. */
    public String text() {
        return text;
    }

    public String text(String otherwise) {
        return kind == Kind.SCALAR ? text : otherwise;
    }

    public int number(int otherwise) {
        return kind == Kind.SCALAR ? Integer.parseInt(text) : otherwise;
    }

    public boolean isTrue() {
        return text.equals("true");
    }

    public boolean isArray() {
        return kind == Kind.ARRAY;
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    /** Elements of an array; nothing has the size 0. */
    public int size() {
        return elements.size();
    }

    /** Fields of an object, in order. */
    public Iterable<Map.Entry<String, JsonTree>> fields() {
        return fields.entrySet();
    }

    /** Elements of an array. */
    @Override
    public Iterator<JsonTree> iterator() {
        return elements.iterator();
    }
}
