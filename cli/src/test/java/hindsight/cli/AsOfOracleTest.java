package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.project.LoadKind;
import hindsight.project.SqlText;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.Diff;
import hindsight.run.History;
import hindsight.run.Query;
import hindsight.run.Seal;
import hindsight.run.Verify;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.schema.Schema;
import hindsight.testkit.Bag;
import hindsight.testkit.Canonical;
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
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random loads of all kinds against a dense replay: every state, diff and life that can be asked for is the replayed one. */
final class AsOfOracleTest {
    private static final int STEPS = 20;

    @TempDir
    Path folder;

    private final Random random = Seed.random(AsOfOracleTest.class);
    private final Map<String, RandomTable> tables = new TreeMap<>();
    private final Map<String, DenseReplay> replays = new TreeMap<>();
    private final TreeMap<Long, Bag> reflected = new TreeMap<>();
    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = workspace("first");
        table("keyed", List.of("id"));
        table("wide key", List.of("region", "id"));
        table("bag", List.of());
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void everyPastIsAsItWas() throws IOException {
        List<Long> commits = new ArrayList<>(List.of(0L));
        for (int step = 0; step < STEPS; step++) {
            load().ifPresent(commits::add);
            if (random.nextInt(3) == 0) {
                apply().ifPresent(commits::add);
            }
            if (random.nextInt(6) == 0) {
                new Seal(workspace).run(List.of());
            }
            checkStates(commits);
        }
        commits.forEach(this::checkAnswers);
        for (int i = 0; i < STEPS; i++) {
            checkDiff(commits, List.copyOf(tables.keySet()).get(random.nextInt(tables.size())));
        }
        checkLives("keyed");
        checkLives("wide key");
        assertThat(new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false)))
                .matches(Verify.Result::isEqual);
        checkDigests();
    }

    private OptionalLong load() {
        String name = List.copyOf(tables.keySet()).get(random.nextInt(tables.size()));
        RandomTable table = tables.get(name);
        DenseReplay replay = replays.get(name);
        RandomLoad load = table.next(replay.now());
        Bag next = replay.after(load);
        OptionalLong seq = workspace.writing(store -> new StoreLoads(store).load(name, table.key(), load));
        if (seq.isPresent()) {
            replay.advance(seq.getAsLong(), next);
        } else {
            assertThat(next).as("no commit for %s", load).isEqualTo(replay.now());
        }
        return seq;
    }

    /** A view reflects its input as of the last apply. */
    private OptionalLong apply() {
        DenseReplay replay = replays.get("keyed");
        if (replay.commits().isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong seq = new Apply(workspace).apply(ApplyRequest.ALL).seq();
        seq.ifPresent(commit -> reflected.put(commit, replay.now()));
        return seq;
    }

    private void checkAnswers(long seq) {
        List<String> names = List.copyOf(tables.keySet());
        String name = names.get(random.nextInt(names.size()));
        DenseReplay replay = replays.get(name);
        if (replay.commits().stream().anyMatch(commit -> commit <= seq)) {
            assertThat(answer(
                            "SELECT count(*) AS n, count(city) AS cities, max(id) AS id FROM \"" + name + "\" t", seq))
                    .isEqualTo(List.of(List.of(
                            String.valueOf(replay.at(seq).size()),
                            String.valueOf(count(replay.at(seq), "city")),
                            replay.at(seq).counts().keySet().stream()
                                    .map(row -> Integer.valueOf(row.cells().get("id")))
                                    .max(Integer::compare)
                                    .map(String::valueOf)
                                    .orElse("NULL"))));
        }
        Map.Entry<Long, Bag> view = reflected.floorEntry(seq);
        if (view != null) {
            assertThat(answer("SELECT coalesce(sum(n), 0) AS n FROM regions", seq))
                    .as("regions as of %d", seq)
                    .isEqualTo(List.of(List.of(String.valueOf(view.getValue().size()))));
            assertThat(answer("SELECT coalesce(sum(n), 0) AS n FROM regions AT (VERSION => " + seq + ")", 0))
                    .isEqualTo(List.of(List.of(String.valueOf(view.getValue().size()))));
        }
    }

    private static long count(Bag bag, String column) {
        return bag.counts().entrySet().stream()
                .filter(entry -> entry.getKey().cells().containsKey(column))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private List<List<String>> answer(String sql, long seq) {
        Query.Request request =
                new Query.Request(SqlText.of("query", sql), Optional.of(new Position.Version(seq)), Optional.empty());
        return new Query(workspace).rows(request, (read, rows) -> {
            List<List<String>> answer = new ArrayList<>();
            new RowCells(rows)
                    .forEachRemaining(values -> answer.add(values.stream()
                            .map(value -> value == null ? "NULL" : Canonical.text(value))
                            .toList()));
            return answer;
        });
    }

    private void checkStates(List<Long> commits) {
        workspace.reading(store -> {
            for (String name : tables.keySet()) {
                for (long seq : commits) {
                    assertThat(state(store, name, seq))
                            .as("%s as of %d", name, seq)
                            .isEqualTo(replays.get(name).at(seq));
                }
            }
            return true;
        });
    }

    private static Bag state(Store store, String name, long seq) {
        Bag bag = new Bag();
        Optional<TableMemory> table = store.memory(seq).table(name);
        if (table.isPresent()) {
            try (Rows rows = store.rows(new RowSet.Stored(table.get(), seq))) {
                RowCells cells = new RowCells(rows);
                cells.forEachRemaining(
                        values -> bag.add(ReplayRow.of(rows.schema().names(), values), 1));
            }
        }
        return bag;
    }

    private void checkDiff(List<Long> commits, String name) {
        long one = commits.get(random.nextInt(commits.size()));
        long other = commits.get(random.nextInt(commits.size()));
        Span span = new Span.Between(
                new Position.Version(Math.min(one, other)), new Position.Version(Math.max(one, other)));
        DenseReplay replay = replays.get(name);
        Bag expected = replay.at(Math.max(one, other)).minus(replay.at(Math.min(one, other)));
        boolean everyStep = random.nextBoolean();
        Diff.Request request = new Diff.Request(name, span, everyStep, OptionalLong.empty());
        if (replay.commits().stream().noneMatch(seq -> seq <= Math.max(one, other))) {
            assertThatThrownBy(() -> new Diff(workspace).counts(request)).isInstanceOf(InvalidException.class);
            return;
        }
        Bag found = new Bag();
        new Diff(workspace).rows(request, (summary, rows) -> {
            List<String> names = summary.schema().names();
            new RowCells(rows).forEachRemaining(values -> {
                int weightAt = everyStep ? 1 : 0;
                found.add(
                        ReplayRow.of(names, values.subList(weightAt + 1, values.size())), (Long) values.get(weightAt));
            });
            return Set.of();
        });
        assertThat(found).as("%s %s", name, span).isEqualTo(expected);
    }

    private void checkLives(String name) {
        DenseReplay replay = replays.get(name);
        List<String> key = tables.get(name).key();
        Set<List<String>> keys = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        replay.commits().forEach(seq -> replay.at(seq).counts().keySet().forEach(row -> keys.add(row.values(key))));
        for (List<String> values : keys) {
            History.Result history = new History(workspace)
                    .run(new History.Request(
                            name, new History.Choice.Key(keyText(key, values)), Optional.empty(), Integer.MAX_VALUE));
            NavigableMap<Long, ReplayRow> found = new TreeMap<>();
            history.events().forEach(event -> {
                @Nullable List<@Nullable Object> after = event.step().after();
                ReplayRow row = after == null
                        ? new ReplayRow(new TreeMap<>())
                        : ReplayRow.of(history.schema().names(), after);
                found.put(event.commit().seq(), row);
            });
            assertThat(found).as("%s %s", name, values).isEqualTo(replay.life(values));
        }
        assertThatThrownBy(() -> new History(workspace)
                        .run(new History.Request(
                                name,
                                new History.Choice.Key(keyText(
                                        key, key.stream().map(part -> "99").toList())),
                                Optional.empty(),
                                1)))
                .hasMessageContaining("no commit ever held a row");
    }

    private static String keyText(List<String> key, List<String> values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            parts.add(key.get(i) + "=\"" + values.get(i).replace("\"", "\"\"") + "\"");
        }
        return String.join(",", parts);
    }

    /** A warehouse that got the same rows in one go has the same digests. */
    private void checkDigests() throws IOException {
        try (Workspace second = workspace("second")) {
            for (Map.Entry<String, RandomTable> entry : tables.entrySet()) {
                Optional<TableMemory> first = remembered(workspace, entry.getKey());
                if (first.isPresent()) {
                    RandomLoad all =
                            all(entry.getKey(), first.get().definition().schema());
                    second.writing(store -> new StoreLoads(store)
                            .load(entry.getKey(), entry.getValue().key(), all));
                    TableMemory other = remembered(second, entry.getKey()).orElseThrow();
                    assertThat(other.digest())
                            .as(entry.getKey())
                            .isEqualTo(first.get().digest());
                    assertThat(other.rows()).isEqualTo(first.get().rows());
                }
            }
        }
    }

    private RandomLoad all(String name, Schema schema) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        replays.get(name).now().counts().forEach((row, times) -> {
            for (int i = 0; i < times; i++) {
                rows.add(new TreeMap<>(row.cells()));
            }
        });
        return new RandomLoad(LoadKind.SNAPSHOT, schema, rows);
    }

    private static Optional<TableMemory> remembered(Workspace workspace, String name) {
        return workspace.reading(
                store -> store.memory(store.resolve(new Position.Head())).table(name));
    }

    private void table(String name, List<String> key) {
        tables.put(name, new RandomTable(random, key));
        replays.put(name, new DenseReplay(key));
    }

    private Workspace workspace(String name) throws IOException {
        Path root = Files.createDirectory(folder.resolve(name));
        Files.writeString(root.resolve("hindsight.yml"), """
                name: oracle
                engine: {memory: 1GB, threads: 2}
                sources: {keyed: {key: [id], load: upsert}, wide key: {key: [region, id], load: upsert}, bag: {load: append}}
                """);
        Files.createDirectory(root.resolve("models"));
        Files.writeString(
                root.resolve("models/regions.sql"),
                "/*---\nmaterialized: view\n---*/\nSELECT region, count(*) AS n FROM keyed GROUP BY region");
        return Workspace.open(WorkspaceOptions.of(root, Clock.systemUTC()));
    }
}
