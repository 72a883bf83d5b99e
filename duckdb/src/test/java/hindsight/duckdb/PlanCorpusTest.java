package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.RelationPrinter;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What queries mean, before and after the rules, and how they are written. They stand in {@code plans.txt};
 * {@code -Dhindsight.golden=rewrite} writes what follows each query anew.
 */
class PlanCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/hindsight/duckdb/plans.txt");
    private static final Map<String, Schema> TABLES = Map.of(
            "orders",
                    schema("id BIGINT, customer BIGINT, day DATE, placed TIMESTAMP, amount DECIMAL(12,2), qty INTEGER, "
                            + "status VARCHAR, tags INTEGER[]"),
            "customers", schema("id BIGINT, name VARCHAR, country VARCHAR"),
            "prices", schema("sku VARCHAR, since TIMESTAMP, price DECIMAL(8,2)"),
            "staff", schema("id BIGINT, boss BIGINT, name VARCHAR"));

    @Test
    void readsSimplifiesAndWritesQueriesOfManyKinds() throws IOException {
        String expected = Files.readString(CORPUS);
        String actual;
        try (Session session = ScratchSession.open()) {
            TABLES.forEach((name, schema) -> session.execute("CREATE TABLE " + name + columns(schema)));
            actual = expected.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("  "))
                    .map(sql -> described(session, sql))
                    .collect(Collectors.joining("\n"));
        }
        if ("rewrite".equals(System.getProperty("hindsight.golden"))) {
            Files.writeString(CORPUS, actual);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static String described(Session session, String sql) {
        ParsedQuery query = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", sql));
        Map<String, Schema> inputs = query.tables().stream()
                .map(TableReference::name)
                .distinct()
                .collect(Collectors.toMap(name -> name, TABLES::get));
        Meaning meaning = new DuckPlanReader(session).read(query, inputs);
        if (meaning instanceof Meaning.Opaque opaque) {
            return sql + "\n  opaque: " + opaque.reason() + "\n";
        }
        BoundQuery read = ((Meaning.Understood) meaning).query();
        BoundQuery simple = Normalizer.normalize(read);
        String written = QueryWriter.write(simple, new DuckDialect());
        assertThat(session.binds(written)).as(written).isTrue();
        String before = RelationPrinter.print(read.relation());
        String after = RelationPrinter.print(simple.relation());
        return sql + "\n" + section("read", before) + (after.equals(before) ? "" : section("simplified", after))
                + section("written", written);
    }

    private static String section(String title, String text) {
        return "  " + title + ":\n" + text.strip().indent(4);
    }

    private static Schema schema(String text) {
        return new Schema(Arrays.stream(text.split(", "))
                .map(column -> column.split(" "))
                .map(parts -> new Column(parts[0], new DataType(parts[1])))
                .toList());
    }

    private static String columns(Schema schema) {
        return schema.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
