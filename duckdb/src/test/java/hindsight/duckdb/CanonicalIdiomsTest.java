package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.Difference;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
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

/** Queries of the kinds that people write, in canonical form: the same rows where no order was open, else as many. */
class CanonicalIdiomsTest {
    private static final Path FOLDER = Path.of("src/test/resources/hindsight/duckdb");
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Options OPTIONS = new Options(Options.Averages.AS_WRITTEN, Options.Floats.AS_THEY_COME);
    private static final Canonicalizer CANONICALIZER =
            new Canonicalizer(new FunctionKinds(SESSION), RowKeys.UNKNOWN, InexactInputs.NONE, OPTIONS);
    private static final Map<String, String> REFUSED = Map.of(
            "tablesample", "it samples rows by chance",
            "random_now", "it calls random, whose result does not follow from its arguments");

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

    static List<String> idioms() throws IOException {
        return PlanIdiomsTest.idioms();
    }

    @ParameterizedTest
    @MethodSource("idioms")
    void givesTheSameRows(String idiom) {
        String name = idiom.substring(0, idiom.indexOf('|'));
        String sql = idiom.substring(idiom.indexOf('|') + 1);
        ParsedQuery query = PARSER.parse(SqlText.of(name, sql));
        Meaning.Understood meaning = (Meaning.Understood) READER.read(query, PlanQueries.inputs(SESSION, query));
        BoundQuery normal = Normalizer.normalize(meaning.query());

        Canonical canonical = CANONICALIZER.canonical(normal);

        if (canonical instanceof Canonical.Refused refused) {
            assertThat(refused.reason()).isEqualTo(REFUSED.get(name));
            return;
        }
        Canonical.Plan plan = (Canonical.Plan) canonical;
        assertThat(REFUSED).doesNotContainKey(name);
        String written = QueryWriter.write(plan.query(), new DuckDialect());
        if (plan.differences().contains(Difference.TIES)) {
            PlanQueries.Answer expected = PlanQueries.answer(SESSION, sql);
            PlanQueries.Answer actual = PlanQueries.answer(SESSION, written);
            assertThat(actual.columns()).as(written).isEqualTo(expected.columns());
            assertThat(actual.rows()).as(written).hasSameSizeAs(expected.rows());
        } else {
            PlanQueries.assertSame(SESSION, sql, written);
        }
    }
}
