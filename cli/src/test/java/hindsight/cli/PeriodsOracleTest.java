package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import hindsight.problem.InvalidException;
import hindsight.run.GivenFile;
import hindsight.run.Insistence;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.LoadResult;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random loads of states over periods lead where painting day by day does, with no row more and no change more than needed. */
final class PeriodsOracleTest {
    @TempDir
    Path folder;

    private final Random random = Seed.random(PeriodsOracleTest.class);
    private final Days days = new Days();
    private final TreeMap<Long, Set<String>> published = new TreeMap<>();
    private String kind = "";
    private String lastKind = "";

    @Test
    void putsDeletesAndSnapshotsInAnyOrderLeadWherePaintingDoes() throws IOException {
        run(30);
    }

    @Test
    @Tag("slow")
    void manyPutsDeletesAndSnapshotsLeadWherePaintingDoes() throws IOException {
        run(300);
    }

    private void run(int steps) throws IOException {
        published.put(0L, Set.of());
        for (int step = 0; step < steps; step++) {
            int kind = random.nextInt(4);
            if (kind == 0) {
                puts(step);
            } else if (kind == 1) {
                changes(step);
            } else {
                snapshot(step);
            }
        }
        try (Workspace workspace = workspace("upsert")) {
            workspace.reading(store -> {
                published.forEach((seq, rows) ->
                        assertThat(state(store, seq)).as("as of %d", seq).isEqualTo(rows));
                return true;
            });
        }
    }

    /** Several files: of those the later ones count, and within one nothing overlaps unless it is refused. */
    private void puts(int step) throws IOException {
        Days painted = days.copy();
        List<Path> files = new ArrayList<>();
        boolean overlaps = false;
        for (int file = random.nextInt(3); file >= 0; file--) {
            List<Put> puts = somePuts(false);
            overlaps |= Put.anyOverlap(puts);
            puts.forEach(painted::put);
            files.add(write("puts" + files.size(), "region,item,since,till,v,w", puts));
        }
        loadOrRefuse("upsert", files, overlaps, painted, step);
    }

    private void changes(int step) throws IOException {
        List<Put> puts = somePuts(true);
        Days painted = days.copy();
        puts.stream().sorted(Comparator.comparingInt(Put::order)).forEach(painted::put);
        Path file = write("changes", "region,item,since,till,v,w,op,ord", puts);
        loadOrRefuse("changes, order: ord", List.of(file), false, painted, step);
    }

    private void snapshot(int step) throws IOException {
        int date = random.nextInt(Days.COUNT);
        List<String> rows = new ArrayList<>(List.of("region,item,v,w,ord"));
        Days painted = days.copy();
        painted.snapshot(date);
        int until = days.next(date);
        for (String key : Days.KEYS) {
            String values = random.nextInt(4) == 0 ? "" : someValues();
            painted.paint(key, date, until, values.isEmpty() ? null : values + ",");
            if (!values.isEmpty()) {
                rows.add(key + "," + values + ",");
            }
        }
        Path file = folder.resolve("snapshot.csv");
        Files.write(file, rows);
        boolean known = days.hasSnapshot(date);
        try (Workspace workspace = workspace("snapshot")) {
            load(
                    workspace,
                    new Asked(List.of(file), Optional.of(Days.day(date).atStartOfDay()), !known),
                    painted,
                    step);
        }
    }

    private void loadOrRefuse(String load, List<Path> files, boolean refused, Days painted, int step)
            throws IOException {
        try (Workspace workspace = workspace(load)) {
            if (refused) {
                assertThatThrownBy(() -> load(workspace, Asked.undated(files)))
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining("periods of one key that overlap");
                assertThat(workspace.reading(PeriodsOracleTest::head))
                        .isEqualTo(published.lastEntry().getValue());
            } else {
                load(workspace, Asked.undated(files), painted, step);
            }
        }
    }

    /**
     * What is loaded.
     *
     * @param date of a snapshot
     * @param dated whether a commit is due even if no row differs
     */
    private record Asked(List<Path> files, Optional<LocalDateTime> date, boolean dated) {
        static Asked undated(List<Path> files) {
            return new Asked(files, Optional.empty(), false);
        }
    }

    private void load(Workspace workspace, Asked asked, Days painted, int step) {
        Set<String> before = published.lastEntry().getValue();
        Set<String> after = painted.rows();
        LoadResult result = load(workspace, asked);
        LoadResult.LoadedTable table = result.tables().get(0);
        assertThat(workspace.reading(PeriodsOracleTest::head))
                .as("step %d", step)
                .isEqualTo(after);
        assertThat(table.added()).as("added in step %d", step).isEqualTo(lacking(before, after));
        assertThat(table.retracted()).as("retracted in step %d", step).isEqualTo(lacking(after, before));
        boolean redefined = published.size() > 1 && !kind.equals(lastKind);
        boolean known = published.size() > 1 || !after.isEmpty();
        lastKind = kind;
        assertThat(result.seq().isPresent())
                .as("commit of step %d", step)
                .isEqualTo(known && (asked.dated() || redefined || !before.equals(after)));
        result.seq().ifPresent(seq -> published.put(seq, after));
        if (known) {
            days.become(painted);
        }
        assertThat(load(workspace, asked).seq()).as("step %d again", step).isEqualTo(OptionalLong.empty());
    }

    private static long lacking(Set<String> rows, Set<String> others) {
        return others.stream().filter(row -> !rows.contains(row)).count();
    }

    private List<Put> somePuts(boolean deletes) {
        List<Put> puts = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int from = random.nextInt(Days.COUNT);
            int to = random.nextInt(6) == 0 ? Days.COUNT : Math.min(Days.COUNT, from + 1 + random.nextInt(9));
            String key = Days.KEYS.get(random.nextInt(Days.KEYS.size()));
            boolean delete = deletes && random.nextInt(3) == 0;
            int order = deletes ? puts.size() * 7 % 11 : 0;
            puts.add(new Put(key, from, to, delete ? null : someValues() + "," + (deletes ? order : ""), order));
        }
        return puts;
    }

    /** Few, so that neighbours are often alike; NULL counts as a value. */
    private String someValues() {
        return (random.nextInt(3) == 0 ? "" : "" + random.nextInt(2)) + "," + (random.nextInt(4) == 0 ? "" : "x");
    }

    private Path write(String name, String header, List<Put> puts) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header + (header.endsWith("ord") ? "" : ",ord")));
        boolean changes = header.endsWith("ord");
        for (Put put : puts) {
            String values = put.values() == null ? ",," : put.values();
            String[] cells = values.split(",", -1);
            String op = put.values() == null ? "D" : random.nextBoolean() ? "I" : "U";
            lines.add(
                    String.join(",", put.key(), Days.day(put.from()).toString(), Days.end(put.to()), cells[0], cells[1])
                            + (changes ? "," + op + "," + put.order() : ","));
        }
        Path file = folder.resolve(name + ".csv");
        Files.write(file, lines);
        return file;
    }

    private static LoadResult load(Workspace workspace, Asked asked) {
        List<GivenFile> given = asked.files().stream()
                .<GivenFile>map(
                        file -> new GivenFile.OnDisk(file, file.getFileName().toString()))
                .toList();
        return new Load(workspace)
                .load(new LoadRequest(Optional.of("t"), given, asked.date(), Set.of(Insistence.ALLOW_DELETES), ""));
    }

    private Workspace workspace(String load) throws IOException {
        kind = load;
        Files.writeString(folder.resolve("hindsight.yml"), """
                name: oracle
                engine: {memory: 1GB, threads: 2}
                sources:
                  t:
                    key: [region, item]
                    effective: [since, till]
                    columns: {region: INTEGER, item: VARCHAR, since: DATE, till: DATE, v: INTEGER, w: VARCHAR, ord: INTEGER}
                    load: %s
                """.formatted(load.replace(", ", "\n    ")));
        return Workspace.open(WorkspaceOptions.of(folder, Clock.systemUTC()));
    }

    private static Set<String> head(Store store) {
        return state(store, store.log(1).isEmpty() ? 0 : store.log(1).get(0).seq());
    }

    /** The rows at a commit; that no two are alike is asserted. */
    private static Set<String> state(Store store, long seq) {
        Set<String> found = new HashSet<>();
        Optional<TableMemory> table = store.memory(seq).table("t");
        if (table.isEmpty()) {
            return found;
        }
        RowSet rows = new RowSet.Query(
                "SELECT region, item, since, till, v, w, ord FROM t",
                Map.of("t", new RowSet.Stored(table.get(), seq)),
                Clock.systemUTC().instant());
        try (Rows read = store.rows(rows)) {
            while (read.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    Object value = read.value(i);
                    cells.add(value == null ? "" : value.toString());
                }
                assertThat(found.add(String.join(",", cells))).isTrue();
            }
        }
        return found;
    }

    /**
     * States a portion of time.
     *
     * @param to exclusive; the last day means for ever
     * @param values null: nothing is there
     */
    private record Put(
            String key, int from, int to, @Nullable String values, int order) {
        static boolean anyOverlap(List<Put> puts) {
            for (int i = 0; i < puts.size(); i++) {
                for (int j = 0; j < i; j++) {
                    Put one = puts.get(i);
                    Put other = puts.get(j);
                    if (one.key.equals(other.key) && one.from < other.to && other.from < one.to) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** What holds on each day of each key: the model, by brute force. The last day stands for all that follow. */
    private static final class Days {
        static final int COUNT = 24;
        static final List<String> KEYS = List.of("1,a", "1,b", "2,a");

        private final Map<String, @Nullable String[]> values = new TreeMap<>();
        private final Set<Integer> snapshots = new HashSet<>();

        Days() {
            KEYS.forEach(key -> values.put(key, new @Nullable String[COUNT]));
        }

        static LocalDate day(int day) {
            return LocalDate.of(2024, 2, 20).plusDays(day);
        }

        static String end(int day) {
            return day == COUNT ? "" : day(day).toString();
        }

        Days copy() {
            Days copy = new Days();
            copy.become(this);
            return copy;
        }

        void become(Days other) {
            other.values.forEach((key, line) -> values.put(key, line.clone()));
            snapshots.clear();
            snapshots.addAll(other.snapshots);
        }

        void put(Put put) {
            paint(put.key(), put.from(), put.to(), put.values());
        }

        void paint(String key, int from, int to, @Nullable String said) {
            for (int day = from; day < to; day++) {
                values.get(key)[day] = said;
            }
        }

        void snapshot(int date) {
            snapshots.add(date);
        }

        boolean hasSnapshot(int date) {
            return snapshots.contains(date);
        }

        int next(int date) {
            return snapshots.stream()
                    .filter(other -> other > date)
                    .min(Comparator.naturalOrder())
                    .orElse(COUNT);
        }

        /** The fewest rows that say so. */
        Set<String> rows() {
            Set<String> rows = new HashSet<>();
            values.forEach((key, line) -> {
                int from = 0;
                for (int day = 1; day <= COUNT; day++) {
                    if (day == COUNT || !Objects.equals(line[day], line[from])) {
                        if (line[from] != null) {
                            rows.add(key + "," + day(from) + "," + end(day) + "," + line[from]);
                        }
                        from = day;
                    }
                }
            });
            return rows;
        }
    }
}
