package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Branch;
import hindsight.history.Memory;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.project.SqlText;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.Branches;
import hindsight.run.Confirmation;
import hindsight.run.Diff;
import hindsight.run.PlanOptions;
import hindsight.run.Query;
import hindsight.run.Seal;
import hindsight.run.Verify;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.testkit.Bag;
import hindsight.testkit.DenseReplay;
import hindsight.testkit.RandomLoad;
import hindsight.testkit.RandomTable;
import hindsight.testkit.ReplayRow;
import hindsight.testkit.Seed;
import hindsight.testkit.StoreLoads;
import hindsight.time.Position;
import hindsight.time.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random branches of branches, each changed by itself, against a dense replay of each: nobody sees what happens on another. */
final class BranchOracleTest {
    private static final int STEPS = 30;
    private static final Map<String, List<String>> SOURCES =
            new TreeMap<>(Map.of("keyed", List.of("id"), "wide key", List.of("region", "id"), "bag", List.of()));
    private static final List<String> MODELS = List.of("copies", "counts");

    @TempDir
    Path folder;

    private final Random random = Seed.random(BranchOracleTest.class);
    private final Map<String, Side> sides = new TreeMap<>();
    private final List<String> story = new ArrayList<>();
    private int made;

    /** What a branch must be: its tables, and the texts of its models. */
    private static final class Side {
        private final Map<String, RandomTable> tables = new TreeMap<>();
        private final Map<String, DenseReplay> replays = new TreeMap<>();
        private final Map<String, String> models = new TreeMap<>();
        private final TreeSet<Long> commits = new TreeSet<>(List.of(0L));

        Side fork(long seq) {
            Side fork = new Side();
            tables.forEach((name, table) -> fork.tables.put(name, table.fork()));
            replays.forEach((name, replay) -> fork.replays.put(name, replay.fork(seq)));
            fork.models.putAll(models);
            fork.commits.addAll(commits.headSet(seq, true));
            return fork;
        }

        boolean has(String source) {
            return !replays.get(source).commits().isEmpty();
        }
    }

    @Test
    void everyBranchIsAsIfItWereAlone() throws IOException {
        begin();
        for (int step = 0; step < STEPS; step++) {
            String branch = any(sides.keySet());
            switch (random.nextInt(11)) {
                case 0, 1 -> fork(branch);
                case 2 -> edit(branch);
                case 3, 4 -> apply(branch);
                case 5 -> drop(branch);
                case 6 -> seal(branch);
                default -> load(branch, any(SOURCES.keySet()));
            }
            checkHeads();
        }
        for (String branch : sides.keySet()) {
            apply(branch);
        }
        checkHeads();
        for (String branch : sides.keySet()) {
            checkPast(branch);
            checkDiffs(branch);
            checkVerified(branch);
        }
    }

    private void begin() {
        Side main = new Side();
        SOURCES.forEach((name, key) -> {
            main.tables.put(name, new RandomTable(random, key));
            main.replays.put(name, new DenseReplay(key));
        });
        MODELS.forEach(model -> main.replays.put(model, new DenseReplay(List.of())));
        sides.put("main", main);
        SOURCES.keySet().forEach(source -> load("main", source));
        edit("main");
        apply("main");
    }

    private void fork(String parent) {
        Side from = sides.get(parent);
        List<Long> commits = List.copyOf(from.commits.tailSet(1L));
        long seq = random.nextInt(3) == 0 ? commits.get(random.nextInt(commits.size())) : from.commits.last();
        String name = "b" + ++made;
        story.add("branch " + name + " from " + parent + " at " + seq);
        on(parent, workspace -> new Branches(workspace).make(name, new Position.Version(seq)));
        sides.put(name, from.fork(seq));
    }

    private void edit(String branch) {
        int k = random.nextInt(4);
        String view = random.nextInt(3) == 0 ? "/*---\nmaterialized: view\n---*/\n" : "";
        String top = random.nextBoolean() ? ", max(id) AS top" : "";
        sides.get(branch)
                .models
                .put("counts", view + "SELECT region, count(*) + " + k + " AS n" + top + " FROM keyed GROUP BY region");
        String wide = random.nextBoolean() ? "::BIGINT" : "";
        sides.get(branch)
                .models
                .put("copies", "SELECT id" + wide + " AS id, region, city FROM bag WHERE id > " + random.nextInt(6));
        story.add("edit on " + branch + ": " + sides.get(branch).models);
    }

    private void load(String branch, String source) {
        Side side = sides.get(branch);
        RandomTable table = side.tables.get(source);
        DenseReplay replay = side.replays.get(source);
        RandomLoad load = table.next(replay.now());
        Bag next = replay.after(load);
        on(branch, workspace -> workspace.writing(store -> new StoreLoads(store).load(source, table.key(), load)))
                .ifPresent(seq -> {
                    story.add("load " + source + " on " + branch + " as " + seq);
                    replay.advance(seq, next);
                    side.commits.add(seq);
                });
    }

    private void seal(String branch) {
        story.add("seal on " + branch);
        on(branch, workspace -> new Seal(workspace).run(List.of()));
    }

    /** A model goes, and comes again with an edit. */
    private void drop(String branch) {
        sides.get(branch).models.remove(MODELS.get(random.nextInt(MODELS.size())));
        apply(branch);
    }

    /** What was forked off in the past may have models that its files do not have. */
    private void apply(String branch) {
        Side side = sides.get(branch);
        if (side.has("keyed") && side.has("bag")) {
            Set<String> dropped = MODELS.stream()
                    .filter(model -> !side.models.containsKey(model))
                    .filter(model -> isThere(branch, model, side.commits.last()))
                    .collect(Collectors.toSet());
            apply(branch, dropped);
        }
    }

    private void apply(String branch, Set<String> dropped) {
        Side side = sides.get(branch);
        write(side.models);
        PlanOptions options = new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), dropped);
        on(branch, workspace -> new Apply(workspace).apply(new ApplyRequest(options, false, "", Confirmation.GIVEN)))
                .seq()
                .ifPresent(seq -> {
                    story.add("apply on " + branch + " as " + seq + ", dropping " + dropped);
                    side.commits.add(seq);
                    side.models.forEach((name, text) -> side.replays
                            .get(name)
                            .advance(seq, answer(branch, text.replaceFirst("(?s).*\\*/", ""), seq)));
                    dropped.forEach(name -> side.replays.get(name).advance(seq, new Bag()));
                });
    }

    private void write(Map<String, String> models) {
        try {
            for (String name : MODELS) {
                Path file = folder.resolve("models/" + name + ".sql");
                Files.createDirectories(file.getParent());
                if (models.containsKey(name)) {
                    Files.writeString(file, models.get(name));
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of all branches in one store. */
    private void checkHeads() {
        on(
                "main",
                workspace -> workspace.reading(store -> {
                    assertThat(store.branches().stream().map(Branch::name).toList())
                            .hasSameElementsAs(sides.keySet());
                    for (Branch branch : store.branches()) {
                        long seq = sides.get(branch.name()).commits.last();
                        assertThat(branch.head())
                                .as("head of %s after %s", branch, story)
                                .isEqualTo(seq);
                        check(store, branch.name(), store.memory(branch.name(), seq));
                    }
                    return true;
                }));
    }

    private void checkPast(String branch) {
        on(
                branch,
                workspace -> workspace.reading(store -> {
                    assertThat(store.resolve(new Position.Head()))
                            .isEqualTo(sides.get(branch).commits.last());
                    sides.get(branch).commits.forEach(seq -> check(store, branch, store.memory(seq)));
                    return true;
                }));
        Map<String, DenseReplay> replays = sides.get(branch).replays;
        write(sides.get(branch).models);
        for (long seq : sides.get(branch).commits) {
            for (String model : MODELS) {
                if (random.nextInt(4) == 0 && isThere(branch, model, seq)) {
                    assertThat(answer(branch, "FROM " + model, seq))
                            .as("%s on %s as of %d after %s", model, branch, seq, story)
                            .isEqualTo(replays.get(model).at(seq));
                }
            }
        }
    }

    private boolean isThere(String branch, String table, long seq) {
        return on(
                branch,
                workspace -> workspace.reading(
                        store -> store.memory(seq).table(table).isPresent()));
    }

    private void check(Store store, String branch, Memory memory) {
        for (TableMemory table : memory.live()) {
            if (!table.isView()) {
                Bag expected = sides.get(branch).replays.get(table.name()).at(memory.seq());
                assertThat(bag(store, new RowSet.Stored(table, memory.seq())))
                        .as("%s on %s as of %d after %s", table.name(), branch, memory.seq(), story)
                        .isEqualTo(expected);
                assertThat(table.rows()).as("%s on %s", table.name(), branch).isEqualTo(expected.size());
            }
        }
    }

    private void checkDiffs(String branch) {
        Side side = sides.get(branch);
        List<Long> commits = List.copyOf(side.commits);
        for (String source : SOURCES.keySet()) {
            long one = commits.get(random.nextInt(commits.size()));
            long other = commits.get(random.nextInt(commits.size()));
            if (!isThere(branch, source, Math.max(one, other))) {
                continue;
            }
            Diff.Request request = new Diff.Request(
                    source,
                    new Span.Between(
                            new Position.Version(Math.min(one, other)), new Position.Version(Math.max(one, other))),
                    false,
                    OptionalLong.empty());
            Bag found = new Bag();
            on(branch, workspace -> {
                new Diff(workspace).rows(request, (summary, rows) -> {
                    List<String> names = summary.schema().names();
                    new RowCells(rows)
                            .forEachRemaining(values -> found.add(
                                    ReplayRow.of(names, values.subList(1, values.size())), (Long) values.get(0)));
                    return Set.of();
                });
                return true;
            });
            DenseReplay replay = side.replays.get(source);
            assertThat(found)
                    .as("%s on %s from %d to %d after %s", source, branch, one, other, story)
                    .isEqualTo(replay.at(Math.max(one, other)).minus(replay.at(Math.min(one, other))));
        }
    }

    private void checkVerified(String branch) {
        write(sides.get(branch).models);
        Verify.Result result = on(
                branch,
                workspace -> new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false)));
        assertThat(result).as("%s after %s", branch, story).matches(Verify.Result::isEqual);
    }

    private Bag answer(String branch, String sql, long seq) {
        Query.Request request =
                new Query.Request(SqlText.of("query", sql), Optional.of(new Position.Version(seq)), Optional.empty());
        return on(branch, workspace -> new Query(workspace).rows(request, (read, rows) -> bag(rows)));
    }

    private static Bag bag(Store store, RowSet set) {
        try (Rows rows = store.rows(set)) {
            return bag(rows);
        }
    }

    private static Bag bag(Rows rows) {
        Bag bag = new Bag();
        List<String> names = rows.schema().names();
        new RowCells(rows).forEachRemaining(values -> bag.add(ReplayRow.of(names, values), 1));
        return bag;
    }

    private String any(Set<String> names) {
        return List.copyOf(names).get(random.nextInt(names.size()));
    }

    private <T> T on(String branch, Function<Workspace, T> work) {
        WorkspaceOptions main = WorkspaceOptions.of(folder, Clock.systemUTC());
        WorkspaceOptions options = new WorkspaceOptions(
                main.root(),
                main.warehouse(),
                branch,
                main.patience(),
                main.author(),
                main.command(),
                main.environment(),
                main.clock());
        try {
            Files.writeString(folder.resolve("hindsight.yml"), """
                    name: oracle
                    engine: {memory: 1GB, threads: 2}
                    sources: {keyed: {key: [id], load: upsert}, wide key: {key: [region, id], load: upsert}, bag: {load: append}}
                    """);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (Workspace workspace = Workspace.open(options)) {
            return work.apply(workspace);
        }
    }
}
