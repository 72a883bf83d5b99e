package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.Origin;
import hindsight.relation.rule.Normalizer;
import hindsight.schema.Column;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lineage says does not matter does not: other values there give the same rows. */
class LineageOracleTest {
    private static final Path FOLDER = Path.of("src/test/resources/hindsight/duckdb");
    private static final int ROUNDS = 2;
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);

    private final Random random = Seed.random(LineageOracleTest.class);

    @BeforeEach
    void inOrder() {
        SESSION.execute("SET threads = 1");
    }

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void columnsThatAreNotUsedMayHoldAnything() throws IOException {
        SmallTables tables = new SmallTables(SESSION, random);
        Map<String, String> queries = SmallTables.queries();
        Set<String> sensitive = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, String> query : queries.entrySet()) {
                for (boolean normalized : List.of(false, true)) {
                    tables.fill();
                    Set<Origin> used =
                            lineage(query.getValue(), normalized).orElseThrow().used();
                    Object before = outcome(query.getValue());

                    tables.change((table, column) -> !used.contains(new Origin(table, column)));

                    assertThat(outcome(query.getValue()))
                            .as(query.getKey() + ", which uses " + used)
                            .matches(after -> isSame(after, before));
                    tables.change((table, column) -> used.contains(new Origin(table, column)));
                    if (!isSame(outcome(query.getValue()), before)) {
                        sensitive.add(query.getKey());
                    }
                }
            }
        }
        assertThat(sensitive)
                .as("queries whose rows other values in used columns changed")
                .hasSizeGreaterThan(queries.size() * 8 / 10);
    }

    @Test
    void idiomsDoNotMindOtherValuesInUnusedColumns() throws IOException {
        int changed = 0;
        makeTables("");
        for (String idiom : Files.readAllLines(FOLDER.resolve("idioms.txt"))) {
            String sql = idiom.substring(idiom.indexOf('|') + 1);
            Optional<Lineage.Result> lineage = idiom.startsWith("pivot|") ? Optional.empty() : lineage(sql, false);
            if (lineage.isPresent()) {
                PlanQueries.Answer before = PlanQueries.answer(SESSION, sql);

                changed += shuffleUnused(sql, lineage.get().used());

                assertThat(PlanQueries.answer(SESSION, sql))
                        .as(sql + " uses " + lineage.get().used())
                        .matches(before::hasRows);
                for (String table : inputs(sql).keySet()) {
                    makeTables("create or replace table " + table + " ");
                }
            }
        }
        assertThat(changed).isGreaterThan(300);
    }

    private static void makeTables(String beginning) throws IOException {
        Files.readAllLines(FOLDER.resolve("idioms.sql")).stream()
                .filter(table -> table.startsWith(beginning))
                .forEach(SESSION::execute);
    }

    private static Map<String, Schema> inputs(String sql) {
        return PlanQueries.inputs(SESSION, PARSER.parse(SqlText.of("query", sql)));
    }

    /** Gives columns of the tables that a query reads values of other rows, and says how many columns. */
    private int shuffleUnused(String sql, Set<Origin> used) {
        int changed = 0;
        Map<String, Schema> inputs = inputs(sql);
        for (Map.Entry<String, Schema> input : inputs.entrySet()) {
            List<String> columns = new ArrayList<>();
            for (Column column : input.getValue().columns()) {
                boolean keep = used.contains(new Origin(input.getKey(), column.name()));
                changed += keep ? 0 : 1;
                String quoted = '"' + column.name() + '"';
                columns.add(
                        keep
                                ? quoted
                                : "lead(" + quoted + ", " + (1 + random.nextInt(5)) + ") OVER (ORDER BY place) AS "
                                        + quoted);
            }
            SESSION.execute("CREATE OR REPLACE TABLE " + input.getKey() + " AS SELECT " + String.join(", ", columns)
                    + " FROM (SELECT *, row_number() OVER () AS place FROM " + input.getKey() + ") ORDER BY place");
        }
        return changed;
    }

    /** The rows, or the error. */
    private static Object outcome(String sql) {
        try {
            return PlanQueries.answer(SESSION, sql);
        } catch (AssertionError failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private static boolean isSame(Object one, Object other) {
        return one instanceof PlanQueries.Answer a && other instanceof PlanQueries.Answer b
                ? a.hasRows(b)
                : one.equals(other);
    }

    private static Optional<Lineage.Result> lineage(String sql, boolean normalized) {
        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        if (READER.read(query, PlanQueries.inputs(SESSION, query)) instanceof Meaning.Understood understood) {
            BoundQuery read = normalized ? Normalizer.normalize(understood.query()) : understood.query();
            return Optional.of(Lineage.of(read.relation()));
        }
        return Optional.empty();
    }
}
