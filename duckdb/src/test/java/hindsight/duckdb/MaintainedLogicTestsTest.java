package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.duckdb.MaintainedModels.Way;
import hindsight.problem.Failure;
import hindsight.project.SqlText;
import hindsight.sql.TableReference;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of SQLite's logic tests as models, while their tables are filled and emptied in pieces. */
@Tag("slow")
class MaintainedLogicTestsTest {
    private static final int FILES = Integer.getInteger("hindsight.files", 20);
    private static final int QUERIES = 12;
    private static final Pattern LOSS = Pattern.compile("(?i)DROP|DELETE");
    private static final int STEPS = 4;
    private static final List<Way> WAYS = List.of(Way.values());

    @TempDir
    Path folder;

    private final Random random = Seed.random(MaintainedLogicTestsTest.class);
    private int models;
    private int maintained;
    private int changed;

    @Test
    void followsLogicTests() throws IOException {
        List<String> names = new ArrayList<>(LogicTestFile.names());
        Collections.shuffle(names, random);
        for (int i = 0; i < Math.min(FILES, names.size()); i++) {
            follow(LogicTestFile.read(names.get(i)), Files.createDirectory(folder.resolve("file" + i)));
        }
        System.out.printf("%d models, %d maintained, of which %d changed%n", models, maintained, changed);
        assertThat(maintained).isGreaterThan(models * 9 / 10);
        assertThat(changed).isGreaterThan(FILES);
    }

    private void follow(LogicTestFile file, Path place) throws IOException {
        try (Session session = ScratchSession.open()) {
            for (LogicTestFile.Step step : file.steps()) {
                if (step instanceof LogicTestFile.Statement
                        && !LOSS.matcher(step.sql()).lookingAt()) {
                    runs(session, step.sql());
                }
            }
            Map<String, String> keys = keys(session);
            Map<String, String> texts = models(session, file, keys.keySet());
            if (texts.isEmpty()) {
                return;
            }
            LoadedTables tables = new LoadedTables(session, random, keys, Set.of());
            try (MaintainedModels project = new MaintainedModels(place, tables.settings(), texts)) {
                tables.load(project, place);
                project.build();
                for (int step = 0; step < STEPS; step++) {
                    refill(session, tables, texts);
                    tables.load(project, place);
                    project.apply(WAYS.get(step % WAYS.size()), texts.keySet());
                    project.check(session, file.name() + ", step " + step);
                }
                models += texts.size();
                maintained += project.maintained().size();
                changed += project.changed().size();
            }
        }
    }

    /** Some tables have other rows then, such that no model fails. */
    private void refill(Session session, LoadedTables tables, Map<String, String> texts) {
        do {
            tables.tables().stream().filter(table -> random.nextInt(3) > 0).forEach(tables::refill);
        } while (!texts.values().stream().allMatch(sql -> runs(session, sql)));
    }

    /** Primary keys, by table; empty for a table without one. */
    private static Map<String, String> keys(Session session) {
        Map<String, String> keys = new HashMap<>();
        session.list(
                        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary",
                        row -> row.getString(1))
                .forEach(table -> keys.put(table, ""));
        session.list(
                        "SELECT table_name, array_to_string(constraint_column_names, ', ') FROM duckdb_constraints() "
                                + "WHERE constraint_type = 'PRIMARY KEY'",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(key -> keys.put(key.getKey(), key.getValue()));
        return keys;
    }

    private Map<String, String> models(Session session, LogicTestFile file, Set<String> tables) {
        List<String> queries = new ArrayList<>(file.steps().stream()
                .filter(LogicTestFile.Query.class::isInstance)
                .map(LogicTestFile.Step::sql)
                .toList());
        Collections.shuffle(queries, random);
        Map<String, String> chosen = new TreeMap<>();
        for (int i = 0; i < queries.size() && chosen.size() < QUERIES; i++) {
            String sql = queries.get(i);
            Set<String> read = runs(session, sql) ? reads(session, sql) : Set.of();
            if (!read.isEmpty() && tables.containsAll(read)) {
                chosen.put("model_" + chosen.size(), named(session, sql));
            }
        }
        return chosen;
    }

    private static Set<String> reads(Session session, String sql) {
        return new DuckParser(session, ZoneOffset.UTC)
                .parse(SqlText.of("query", sql)).tables().stream()
                        .map(TableReference::name)
                        .collect(Collectors.toSet());
    }

    /** A model's columns have different names. */
    private static String named(Session session, String sql) {
        int width = session.list("DESCRIBE " + sql, row -> row.getString(1)).size();
        String names = IntStream.range(0, width).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "SELECT * FROM (" + sql + "\n) AS selected(" + names + ")";
    }

    private static boolean runs(Session session, String sql) {
        try {
            session.execute(sql);
            return true;
        } catch (Failure refused) {
            assertThat(refused).hasMessageNotContaining("INTERNAL");
            return false;
        }
    }
}
