package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.duckdb.DerivedChange.Outcome;
import hindsight.problem.Failure;
import hindsight.testkit.Seed;
import hindsight.testkit.Tpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that others wrote, over tables that change by chance: old rows and derived change give the new rows. */
class DeltaCorpusTest {
    private static final Path FOLDER = Path.of("src/test/resources/hindsight/duckdb");
    private static final int FILES = Integer.getInteger("hindsight.files", 60);
    private static final int QUERIES = 12;
    private static final int CHANGES = 2;
    private static final int MANY_CHANGES = 6;

    private final Random random = Seed.random(DeltaCorpusTest.class);

    @Test
    void followsIdioms() throws IOException {
        List<String> idioms = PlanIdiomsTest.idioms().stream()
                .map(idiom -> idiom.substring(idiom.indexOf('|') + 1))
                .toList();
        try (Session session = ScratchSession.open()) {
            Files.readAllLines(FOLDER.resolve("idioms.sql")).forEach(session::execute);
            check(session, idioms, MANY_CHANGES);
        }
    }

    @Tag("slow")
    @Test
    void followsTpch(@TempDir Path folder) throws IOException {
        followsTpc(Tpc.H, 0.001, folder);
    }

    @Tag("slow")
    @Test
    void followsTpcds(@TempDir Path folder) throws IOException {
        followsTpc(Tpc.DS, 0.01, folder);
    }

    private void followsTpc(Tpc corpus, double scale, Path folder) throws IOException {
        try (Session session = ScratchSession.open()) {
            corpus.statements(scale, folder).forEach(session::execute);
            check(session, List.copyOf(corpus.queries().values()), CHANGES);
        }
    }

    private void check(Session session, List<String> queries, int changes) {
        DeltaCounts counts = new DeltaCounts();
        new DeltaRun(session, random, Integer.MAX_VALUE, counts).round(queries, changes);
        counts.print();
        assertThat(counts.count(Outcome.CHANGED)).isGreaterThan(queries.size() / 3);
        assertThat(counts.count(Outcome.ENGINE)).as("wrong rows of the engine").isLessThan(2);
    }

    /** Some queries of some of the files of SQLite's logic tests. */
    @Tag("slow")
    @Test
    void followsLogicTests() throws IOException {
        List<String> names = new ArrayList<>(LogicTestFile.names());
        Collections.shuffle(names, random);
        int changes = 0;
        for (String name : names.subList(0, Math.min(FILES, names.size()))) {
            changes += logicTest(LogicTestFile.read(name));
        }
        assertThat(changes).isGreaterThan(FILES);
    }

    private int logicTest(LogicTestFile file) {
        List<String> queries = new ArrayList<>();
        try (Session session = ScratchSession.open()) {
            for (LogicTestFile.Step step : file.steps()) {
                if (step instanceof LogicTestFile.Query) {
                    queries.add(step.sql());
                } else if (!step.sql().startsWith("DROP")) {
                    executed(session, step.sql());
                }
            }
            Collections.shuffle(queries, random);
            DeltaCounts counts = new DeltaCounts();
            new DeltaRun(session, random, Integer.MAX_VALUE, counts)
                    .round(queries.subList(0, Math.min(QUERIES, queries.size())), CHANGES);
            counts.print();
            return counts.count(Outcome.CHANGED);
        }
    }

    private static void executed(Session session, String sql) {
        try {
            session.execute(sql);
        } catch (Failure refused) {
            assertThat(refused).hasMessageNotContaining("INTERNAL");
        }
    }
}
