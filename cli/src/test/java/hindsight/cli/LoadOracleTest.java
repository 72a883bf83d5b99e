package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.run.GivenFile;
import hindsight.run.Insistence;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.testkit.Bag;
import hindsight.testkit.DenseReplay;
import hindsight.testkit.RandomLoad;
import hindsight.testkit.RandomTable;
import hindsight.testkit.ReplayRow;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random rows written to random files and loaded by kinds that change: every state is that of a dense replay. */
final class LoadOracleTest {
    @TempDir
    Path folder;

    private final Random random = Seed.random(LoadOracleTest.class);

    @Test
    void filesOfAllSortsLeadWhereAReplayDoes() throws IOException {
        replay(12);
    }

    @Test
    @Tag("slow")
    void manyFilesOfAllSortsLeadWhereAReplayDoes() throws IOException {
        replay(250);
    }

    private void replay(int steps) throws IOException {
        for (List<String> key : List.of(List.of("id"), List.of("region", "id"), List.<String>of())) {
            Path root = Files.createDirectory(folder.resolve("project" + key.size()));
            RandomTable table = new RandomTable(random, key);
            DenseReplay replay = new DenseReplay(key);
            RandomFiles files = new RandomFiles(random, root);
            for (int step = 0; step < steps; step++) {
                RandomLoad load = typed(table.next(replay.now()));
                Bag next = replay.after(load);
                try (Workspace workspace = workspace(root, key, load)) {
                    OptionalLong seq = load(workspace, files.write(load));
                    if (seq.isPresent()) {
                        replay.advance(seq.getAsLong(), next);
                    }
                    assertThat(workspace.reading(LoadOracleTest::head))
                            .as("step %d with key %s: %s", step, key, load)
                            .isEqualTo(next);
                }
            }
            checkPast(root, replay);
        }
    }

    /** No column's type is guessed from NULL alone. */
    private static RandomLoad typed(RandomLoad load) {
        List<Map<String, @Nullable Object>> rows = load.rows().stream()
                .map(row -> {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>(row);
                    copy.putIfAbsent("amount", 1L);
                    if (copy.get("amount") == null) {
                        copy.put("amount", 1L);
                    }
                    return copy;
                })
                .toList();
        return new RandomLoad(load.kind(), load.schema(), rows);
    }

    private static OptionalLong load(Workspace workspace, List<Path> files) {
        List<GivenFile> given = files.stream()
                .<GivenFile>map(
                        file -> new GivenFile.OnDisk(file, file.getFileName().toString()))
                .toList();
        return new Load(workspace)
                .load(new LoadRequest(Optional.of("t"), given, Set.of(Insistence.ALLOW_DELETES, Insistence.AGAIN), ""))
                .seq();
    }

    private static Bag head(Store store) {
        return state(store, store.log(1).isEmpty() ? 0 : store.log(1).get(0).seq());
    }

    private void checkPast(Path root, DenseReplay replay) throws IOException {
        try (Workspace workspace = Workspace.open(WorkspaceOptions.of(root, Clock.systemUTC()))) {
            workspace.reading(store -> {
                IntStream.rangeClosed(0, Math.toIntExact(store.log(1).get(0).seq()))
                        .forEach(seq -> assertThat(state(store, seq))
                                .as("as of %d", seq)
                                .isEqualTo(replay.at(seq)));
                return true;
            });
        }
    }

    private static Bag state(Store store, long seq) {
        Bag bag = new Bag();
        Optional<TableMemory> table = store.memory(seq).table("t");
        if (table.isPresent()) {
            try (Rows rows = store.rows(new RowSet.Stored(table.get(), seq))) {
                new RowCells(rows)
                        .forEachRemaining(values -> bag.add(
                                ReplayRow.of(
                                        rows.schema().names().stream()
                                                .map(name -> name.toLowerCase(Locale.ROOT))
                                                .toList(),
                                        values),
                                1));
            }
        }
        return bag;
    }

    private static Workspace workspace(Path root, List<String> key, RandomLoad load) throws IOException {
        Files.writeString(root.resolve("hindsight.yml"), """
                name: oracle
                engine: {memory: 1GB, threads: 2}
                sources:
                  t:
                    load: %s%s
                    csv: {null: '%s'}
                    columns: {score: DOUBLE, ok: BOOLEAN, day: TIMESTAMP}
                """.formatted(
                        load.kind().name().toLowerCase(Locale.ROOT),
                        key.isEmpty() ? "" : "\n    key: " + key,
                        RandomFiles.NULL));
        return Workspace.open(WorkspaceOptions.of(root, Clock.systemUTC()));
    }
}
