package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.relation.analysis.Dependency;
import hindsight.relation.analysis.Keys;
import hindsight.relation.analysis.Uniqueness;
import hindsight.relation.rule.Normalizer;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whatever is said to tell the rows of a relation apart does, and what is said to follow follows, on random rows. */
class KeysOracleTest {
    private static final int ROUNDS = 4;
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckPlanReader READER = new DuckPlanReader(SESSION);
    private static final Map<String, List<List<String>>> DECLARED = SmallTables.KEYS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, key -> List.of(key.getValue())));

    private final Random random = Seed.random(KeysOracleTest.class);

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void everyClaimHoldsOfRandomRows() throws IOException {
        SmallTables tables = new SmallTables(SESSION, random);
        int claims = 0;
        for (int round = 0; round < ROUNDS; round++) {
            tables.fill();
            for (Map.Entry<String, String> query : SmallTables.queries().entrySet()) {
                BoundQuery read = read(query.getValue());
                BoundQuery chosen = random.nextBoolean() ? Normalizer.normalize(read) : read;
                for (Relation relation : Traversal.upward(chosen.relation())) {
                    if (!relation.columns().isEmpty() && isWhole(relation)) {
                        claims += check(query.getKey(), relation);
                    }
                }
            }
        }
        assertThat(claims).as("keys and dependencies that were checked").isGreaterThan(ROUNDS * 500);
    }

    /** A step of a recursion cannot be run alone. */
    private static boolean isWhole(Relation relation) {
        Set<Integer> recursions = new HashSet<>();
        List<Relation> below = Traversal.upward(relation);
        below.forEach(each -> {
            if (each instanceof Recursion recursion) {
                recursions.add(recursion.number());
            }
        });
        return below.stream()
                .allMatch(each ->
                        !(each instanceof Relation.Recursed recursed) || recursions.contains(recursed.recursion()));
    }

    private static int check(String name, Relation relation) {
        Uniqueness claimed = new Keys(DECLARED).of(relation);
        if (claimed.keys().isEmpty() && claimed.dependencies().isEmpty()) {
            return 0;
        }
        List<String> names = IntStream.range(0, relation.columns().size())
                .mapToObj(i -> "c" + i)
                .toList();
        String sql = QueryWriter.write(new BoundQuery(relation, names), new DuckDialect());
        List<List<String>> rows = rows(sql);
        for (Set<Integer> key : claimed.keys()) {
            assertThat(rows.stream().map(row -> part(row, key)))
                    .as("key " + key + " of " + name + "\n" + sql)
                    .doesNotHaveDuplicates();
        }
        for (Dependency dependency : claimed.dependencies()) {
            Map<List<String>, List<String>> following = new HashMap<>();
            for (List<String> row : rows) {
                List<String> to = part(row, dependency.to());
                assertThat(following.putIfAbsent(part(row, dependency.from()), to))
                        .as(dependency + " of " + name + "\n" + sql)
                        .isIn(null, to);
            }
        }
        return claimed.keys().size() + claimed.dependencies().size();
    }

    private static List<String> part(List<String> row, Set<Integer> columns) {
        return columns.stream().sorted().map(row::get).toList();
    }

    private static List<List<String>> rows(String sql) {
        try (Statement statement = SESSION.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("More than one row returned by a subquery")) {
                return List.of();
            }
            throw new AssertionError(e.getMessage() + "\n" + sql, e);
        }
    }

    private static BoundQuery read(String sql) {
        ParsedQuery query = PARSER.parse(SqlText.of("query", sql));
        Meaning meaning = READER.read(query, PlanQueries.inputs(SESSION, query));
        return ((Meaning.Understood) meaning).query();
    }
}
