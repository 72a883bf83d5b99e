package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyResult;
import hindsight.run.PlanOptions;
import hindsight.testkit.Seed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After every apply, each model of a random project is what plain DuckDB gives for its text over the rows that were loaded. */
class ApplyOracleTest {
    private static final int STEPS = 25;

    @TempDir
    Path folder;

    private final Map<String, String> loaded = new LinkedHashMap<>();
    private final Map<String, List<int[]>> held = new HashMap<>();

    @Test
    void everyModelIsWhatItsTextGives() throws SQLException {
        Random random = Seed.random(ApplyOracleTest.class);
        ShopFolder shop =
                new ShopFolder(folder).settings("sources: {s1: {key: [id], load: upsert}, s2: {load: append}}");
        RandomModels models = new RandomModels(random);
        load(shop, random, "s1");
        load(shop, random, "s2");
        for (int i = 0; i < 5; i++) {
            String name = models.add();
            shop.model(name, models.models().get(name).file());
        }
        List<String> story = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Set<String> dropped = change(shop, models, random, story);
            if (random.nextInt(4) > 0) {
                apply(shop, random, dropped);
                check(models, story);
                assertThat(shop.plan().isPending()).as("%s", story).isFalse();
                assertThat(shop.apply().seq()).as("%s", story).isEmpty();
                assertThat(shop.dataStatements()).isZero();
            } else if (!dropped.isEmpty()) {
                shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), dropped));
            } else if (random.nextBoolean()) {
                String some = "+" + models.any();
                story.add("apply " + some);
                shop.apply(new PlanOptions(Optional.of(some), Optional.empty(), Set.of(), Set.of()));
            }
        }
        System.out.println(used);
    }

    private final Map<Strategy, Integer> used = new EnumMap<>(Strategy.class);

    /** By a strategy of chance, where it can be. */
    private void apply(ShopFolder shop, Random random, Set<String> dropped) {
        List<Strategy> strategies = List.of(Strategy.DELTA, Strategy.KEYED, Strategy.FULL);
        Optional<Strategy> forced =
                Optional.of(strategies.get(random.nextInt(3))).filter(s -> random.nextInt(3) > 0);
        ApplyResult result;
        try {
            result = shop.apply(new PlanOptions(Optional.empty(), forced, Set.of(), dropped));
        } catch (InvalidException impossible) {
            assertThat(impossible.problems()).allMatch(problem -> problem.code().equals("not-incremental"));
            result = shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), dropped));
        }
        result.models().forEach(model -> used.merge(model.strategy(), 1, Integer::sum));
    }

    private Set<String> change(ShopFolder shop, RandomModels models, Random random, List<String> story) {
        switch (random.nextInt(8)) {
            case 0 -> write(shop, models, models.add(), "add", story);
            case 1 -> write(shop, models, models.edit(), "edit", story);
            case 2 -> write(shop, models, models.switchOne(), "switch", story);
            case 3 -> {
                String gone = models.unread();
                if (!gone.isEmpty() && shop.memory().table(gone).isPresent()) {
                    story.add("drop " + gone);
                    models.remove(gone);
                    shop.delete("models/" + gone + ".sql");
                    return Set.of(gone);
                }
            }
            case 4 -> {
                String old = models.unread();
                if (!old.isEmpty() && shop.memory().table(old).isPresent()) {
                    shop.delete("models/" + old + ".sql");
                    write(shop, models, models.rename(old), "rename " + old, story);
                    shop.apply();
                }
            }
            default -> {
                String source = random.nextBoolean() ? "s1" : "s2";
                story.add("load " + source);
                load(shop, random, source);
            }
        }
        return Set.of();
    }

    private static void write(ShopFolder shop, RandomModels models, String name, String what, List<String> story) {
        story.add(what + " " + name + ": " + models.models().get(name));
        shop.model(name, models.models().get(name).file());
    }

    /** All rows anew, or a single value in one of them. */
    private List<int[]> changed(String source, Random random) {
        List<int[]> rows = new ArrayList<>(held.getOrDefault(source, List.of()));
        if (rows.isEmpty() || random.nextInt(3) == 0) {
            int size = random.nextInt(30);
            rows = IntStream.range(0, size)
                    .mapToObj(i -> new int[] {random.nextInt(6), random.nextInt(20)})
                    .collect(Collectors.toCollection(ArrayList::new));
        } else {
            int place = random.nextInt(rows.size());
            int[] old = rows.get(place);
            rows.set(
                    place,
                    random.nextInt(3) > 0
                            ? new int[] {old[0], random.nextInt(20)}
                            : new int[] {random.nextInt(6), old[1]});
        }
        held.put(source, rows);
        return rows;
    }

    private void load(ShopFolder shop, Random random, String source) {
        List<int[]> changed = changed(source, random);
        int rows = changed.size();
        String values = IntStream.range(0, rows)
                .mapToObj(i -> "(" + i + ", " + changed.get(i)[0] + ", " + changed.get(i)[1] + ")")
                .collect(Collectors.joining(", "));
        String all = rows == 0 ? "(0, 0, 0)" : values;
        String select = "SELECT id::INTEGER AS id, k::BIGINT AS k, v::BIGINT AS v FROM (VALUES " + all + ") t(id, k, v)"
                + (rows == 0 ? " WHERE false" : "");
        boolean keyed = source.equals("s1");
        String chosen = keyed ? select : "SELECT k, v FROM (" + select + ")";
        loaded.put(source, chosen);
        shop.load(source, keyed ? List.of("id") : List.of(), chosen);
    }

    private void check(RandomModels models, List<String> story) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w (READ_ONLY)");
            for (Map.Entry<String, String> source : loaded.entrySet()) {
                statement.execute("CREATE TABLE " + source.getKey() + " AS " + source.getValue());
            }
            for (Map.Entry<String, RandomModels.Model> model : models.models().entrySet()) {
                statement.execute("CREATE TABLE " + model.getKey() + " AS "
                        + model.getValue().sql());
                assertThat(rows(statement, "w.main." + model.getKey()))
                        .as("%s after %s", model, story)
                        .isEqualTo(rows(statement, "memory.main." + model.getKey()));
            }
        }
    }

    private static List<String> rows(Statement statement, String table) throws SQLException {
        return PlainRows.of(statement, "SELECT k, v FROM " + table + " ORDER BY ALL");
    }
}
