package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import hindsight.project.SqlText;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plans that the engine would not give: the reader understands them or says that they are opaque, and falls over none. */
class DamagedPlanTest {
    private static final Path QUERIES = Path.of("src/test/resources/hindsight/duckdb/plans.txt");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20_000).build())
            .build();
    private static final Map<String, Schema> TABLES = Map.of(
            "orders",
            schema(
                    "id BIGINT, customer BIGINT, day DATE, placed TIMESTAMP, amount DECIMAL(12,2), qty INTEGER, status VARCHAR, tags INTEGER[]"),
            "customers",
            schema("id BIGINT, name VARCHAR, country VARCHAR"),
            "prices",
            schema("sku VARCHAR, since TIMESTAMP, price DECIMAL(8,2)"),
            "staff",
            schema("id BIGINT, boss BIGINT, name VARCHAR"));
    private static final List<@Nullable Object> ODD = Arrays.asList(
            null,
            true,
            -1,
            0,
            1,
            7,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            1e300,
            "",
            "x",
            "LOGICAL_GET",
            "BOUND_COLUMN_REF",
            List.of(),
            Map.of());

    private final Random random = Seed.random(DamagedPlanTest.class);

    private record Plan(String sql, String json, List<Column> columns) {}

    @Test
    void damagedPlansAreUnderstoodOrOpaque() throws IOException {
        damage(3_000);
    }

    @Test
    @Tag("slow")
    void manyDamagedPlansAreUnderstoodOrOpaque() throws IOException {
        damage(200_000);
    }

    private void damage(int times) throws IOException {
        int opaque = 0;
        try (Session session = ScratchSession.open()) {
            List<Plan> plans = plans(session);
            DuckPlanReader reader = new DuckPlanReader(session);
            for (int i = 0; i < times; i++) {
                Plan plan = plans.get(random.nextInt(plans.size()));
                opaque += isOpaque(reader, plan, damaged(plan.json())) ? 1 : 0;
            }
        }
        System.out.println(times + " damaged plans, " + opaque + " opaque");
        assertThat(opaque).isBetween(times / 3, times - 1);
    }

    private static boolean isOpaque(DuckPlanReader reader, Plan plan, String damaged) {
        try {
            Meaning meaning = reader.read(damaged, plan.columns());
            if (meaning instanceof Meaning.Understood understood) {
                Normalizer.normalize(understood.query());
            }
            return meaning instanceof Meaning.Opaque;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(plan.sql() + "\n" + damaged, e);
        }
    }

    private static List<Plan> plans(Session session) throws IOException {
        TABLES.forEach((name, schema) -> session.execute("CREATE TABLE " + name + " ("
                + schema.columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ")"));
        Bindings bindings = new Bindings(session);
        return Files.readString(QUERIES)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("  "))
                .map(sql -> plan(session, bindings, sql))
                .toList();
    }

    private static Plan plan(Session session, Bindings bindings, String sql) {
        ParsedQuery query = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", sql));
        Map<String, Schema> inputs = query.tables().stream()
                .map(TableReference::name)
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> TABLES.get(name)));
        Bindings.Bound bound = bindings.take(query, inputs);
        return new Plan(sql, bound.plan(), bound.columns());
    }

    /** The text cut off or with another character, or the tree with one to three changes. */
    private String damaged(String json) throws IOException {
        if (random.nextInt(20) == 0) {
            return json.substring(0, random.nextInt(json.length()));
        }
        if (random.nextInt(20) == 0) {
            int at = random.nextInt(json.length());
            return json.substring(0, at) + (char) (32 + random.nextInt(95)) + json.substring(at + 1);
        }
        Object tree = read(json);
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<Runnable> changes = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>(ODD);
            walk(tree, values::add, changes, List.of());
            changes.clear();
            walk(tree, value -> {}, changes, values);
            if (!changes.isEmpty()) {
                changes.get(random.nextInt(changes.size())).run();
            }
        }
        return written(tree);
    }

    /** @param values by which others are replaced: those of the tree itself, and odd ones */
    @SuppressWarnings("unchecked")
    private void walk(
            @Nullable Object node,
            Consumer<@Nullable Object> visit,
            List<Runnable> changes,
            List<@Nullable Object> values) {
        visit.accept(node);
        if (node instanceof Map<?, ?> given) {
            Map<String, @Nullable Object> map = (Map<String, @Nullable Object>) given;
            for (String key : List.copyOf(map.keySet())) {
                changes.add(() -> map.remove(key));
                changes.add(() -> map.put(key, copy(values.get(random.nextInt(values.size())))));
                walk(map.get(key), visit, changes, values);
            }
        }
        if (node instanceof List<?> given) {
            List<@Nullable Object> list = (List<@Nullable Object>) given;
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                changes.add(() -> list.remove(at));
                changes.add(() -> list.add(at, copy(list.get(at))));
                changes.add(() -> list.set(at, copy(values.get(random.nextInt(values.size())))));
                walk(list.get(at), visit, changes, values);
            }
        }
    }

    /** A part that was put into itself ends somewhere. */
    private static @Nullable Object copy(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), copy(value)));
            return copy;
        }
        return node instanceof List<?> list
                ? list.stream().map(DamagedPlanTest::copy).collect(Collectors.toCollection(ArrayList::new))
                : node;
    }

    private static @Nullable Object read(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getNumberValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }

    private static String written(@Nullable Object tree) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(tree, json);
        }
        return text.toString();
    }

    private static void write(@Nullable Object node, JsonGenerator json) throws IOException {
        if (node instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (node instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element, json);
            }
            json.writeEndArray();
        } else {
            json.writeObject(node);
        }
    }

    private static Schema schema(String columns) {
        return Schema.of(Arrays.stream(columns.split(", "))
                .map(column -> new Column(column.split(" ")[0], new DataType(column.split(" ")[1])))
                .toArray(Column[]::new));
    }
}
