package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.canonical.Canonical;
import hindsight.relation.canonical.Canonicalizer;
import hindsight.relation.canonical.InexactInputs;
import hindsight.relation.canonical.Options;
import hindsight.relation.canonical.RowKeys;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.testkit.Tpc;
import hindsight.testkit.TpcTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The queries of TPC-H and TPC-DS, read, simplified and written again: the same rows, names and types; all have canonical forms. */
class TpcPlansTest {
    private static final double SCALE = 0.01;

    @TestFactory
    Stream<DynamicTest> givesTheRowsOfTpch(@TempDir Path folder) throws IOException {
        return rows(Tpc.H, folder);
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> givesTheRowsOfTpcds(@TempDir Path folder) throws IOException {
        return rows(Tpc.DS, folder);
    }

    @TestFactory
    Stream<DynamicTest> givesTheNamesAndTypesOfTpcds() {
        Session session = ScratchSession.open();
        Tpc.DS.tables().stream().map(TpcTable::definition).forEach(session::execute);
        return tests(Tpc.DS, session);
    }

    private static Stream<DynamicTest> rows(Tpc corpus, Path folder) throws IOException {
        Session session = ScratchSession.open();
        session.execute("SET threads = 1");
        corpus.statements(SCALE, folder).forEach(session::execute);
        return tests(corpus, session);
    }

    private static Stream<DynamicTest> tests(Tpc corpus, Session session) {
        return corpus.queries().entrySet().stream()
                .map(query -> DynamicTest.dynamicTest(query.getKey(), () -> check(session, query.getValue())))
                .onClose(session::close);
    }

    private static void check(Session session, String sql) {
        ParsedQuery query = new DuckParser(session, ZoneOffset.UTC).parse(SqlText.of("query", sql));

        Meaning meaning = new DuckPlanReader(session).read(query, PlanQueries.inputs(session, query));

        assertThat(meaning).isInstanceOf(Meaning.Understood.class);
        BoundQuery understood = Normalizer.normalize(((Meaning.Understood) meaning).query());
        PlanQueries.assertSame(session, sql, QueryWriter.write(understood, new DuckDialect()));
        checkCanonical(session, sql, understood);
    }

    /** None is refused, and those without ties give the same rows. */
    private static void checkCanonical(Session session, String sql, BoundQuery understood) {
        Canonicalizer canonicalizer = new Canonicalizer(
                new FunctionKinds(session),
                RowKeys.following(Map.of()),
                InexactInputs.NONE,
                new Options(Options.Averages.AS_WRITTEN, Options.Floats.AS_THEY_COME));

        Canonical canonical = canonicalizer.canonical(understood);

        assertThat(canonical).isInstanceOf(Canonical.Plan.class);
        Canonical.Plan plan = (Canonical.Plan) canonical;
        if (plan.differences().isEmpty()) {
            assertThat(plan.query()).isSameAs(understood);
        } else {
            PlanQueries.Answer rows = PlanQueries.answer(session, QueryWriter.write(plan.query(), new DuckDialect()));
            assertThat(rows.rows())
                    .hasSameSizeAs(PlanQueries.answer(session, sql).rows());
        }
    }
}
