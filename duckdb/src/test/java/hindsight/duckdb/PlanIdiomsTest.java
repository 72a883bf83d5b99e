package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries of the kinds that people write, read and written again: the same rows, names and types. */
class PlanIdiomsTest {
    private static final Path FOLDER = Path.of("src/test/resources/hindsight/duckdb");
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);

    /** With one thread, rows that tie in a final ORDER BY come in the same order each time. */
    @BeforeAll
    static void tables() throws IOException {
        SESSION.execute("SET threads = 1");
        Files.readAllLines(FOLDER.resolve("idioms.sql")).forEach(SESSION::execute);
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    /** All but one: PIVOT without values is refused by the parser already. */
    static List<String> idioms() throws IOException {
        return Files.readAllLines(FOLDER.resolve("idioms.txt")).stream()
                .filter(idiom -> !idiom.startsWith("pivot|"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("idioms")
    void givesTheSameRows(String idiom) {
        String name = idiom.substring(0, idiom.indexOf('|'));
        String sql = idiom.substring(idiom.indexOf('|') + 1);
        ParsedQuery query = PARSER.parse(SqlText.of(name, sql));
        Map<String, Schema> inputs = PlanQueries.inputs(SESSION, query);

        Meaning meaning = READER.read(query, inputs);

        assertThat(meaning).isInstanceOf(Meaning.Understood.class);
        BoundQuery understood = ((Meaning.Understood) meaning).query();
        PlanQueries.assertSame(SESSION, sql, QueryWriter.write(understood, new DuckDialect()));
        PlanQueries.assertSame(SESSION, sql, QueryWriter.write(Normalizer.normalize(understood), new DuckDialect()));
    }
}
