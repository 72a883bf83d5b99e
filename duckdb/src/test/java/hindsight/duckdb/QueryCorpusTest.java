package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.FunctionKind;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What queries of many kinds read, call and give. They stand in {@code queries.txt};
 * {@code -Dhindsight.golden=rewrite} writes what follows each query anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryCorpusTest {
    static final Path CORPUS = Path.of("src/test/resources/hindsight/duckdb/queries.txt");
    private static final Map<String, List<Column>> TABLES = new LinkedHashMap<>();

    static {
        table(
                "orders",
                "id BIGINT",
                "customer_id BIGINT",
                "placed TIMESTAMP",
                "day DATE",
                "amt DECIMAL(12,2)",
                "status VARCHAR",
                "tags INTEGER[]",
                "item STRUCT(sku VARCHAR, n INTEGER)",
                "payload JSON");
        table("customers", "id BIGINT", "name VARCHAR", "country VARCHAR");
        table("prices", "sku VARCHAR", "since TIMESTAMP", "price DECIMAL(8,2)");
        table("staff", "id BIGINT", "boss BIGINT", "name VARCHAR");
    }

    private final Session session = ScratchSession.open();
    private final DuckParser parser = new DuckParser(session, ZoneOffset.UTC);
    private final DuckBinder binder = new DuckBinder(session);

    @AfterAll
    void close() {
        session.close();
    }

    @Test
    void parsesAndBindsQueriesOfManyKinds() throws IOException {
        String expected = Files.readString(CORPUS);
        String actual = expected.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("> "))
                .map(this::described)
                .collect(Collectors.joining("\n"));

        if ("rewrite".equals(System.getProperty("hindsight.golden"))) {
            Files.writeString(CORPUS, actual);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private String described(String sql) {
        ParsedQuery query = parser.parse(SqlText.of("query", sql));
        String reads = query.tables().stream().map(TableReference::fullName).collect(Collectors.joining(", "));
        String calls = query.functions().stream()
                .filter(use -> use.kind() != FunctionKind.PURE)
                .map(use -> use.name() + " " + use.kind())
                .collect(Collectors.joining(", "));
        return Stream.of(sql, "> reads: " + reads, "> beyond: " + calls, "> gives: " + gives(query))
                        .filter(line -> !line.endsWith(": "))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private String gives(ParsedQuery query) {
        boolean files = query.functions().stream().anyMatch(use -> use.kind() == FunctionKind.FILE);
        Map<String, Schema> inputs = query.tables().stream()
                .map(TableReference::name)
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> new Schema(TABLES.getOrDefault(name, List.of()))));
        return files
                ? ""
                : binder.bind(query, inputs).columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "));
    }

    private static void table(String name, String... columns) {
        TABLES.put(
                name,
                Arrays.stream(columns)
                        .map(column -> column.split(" ", 2))
                        .map(parts -> new Column(parts[0], new DataType(parts[1])))
                        .toList());
    }
}
