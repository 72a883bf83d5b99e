package hindsight.bench;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineProvider;
import hindsight.engine.EngineRequest;
import hindsight.history.CommitContext;
import hindsight.history.CommitKind;
import hindsight.history.Draft;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update;
import hindsight.project.EngineSettings;
import hindsight.project.LoadKind;
import hindsight.time.Position;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;

/** Three million rows under hundreds of commits, in one process: committing, reading at head, diffing. */
final class CommitsCase implements Bench.Case {
    private static final int COMMITS = 300;
    private static final int SCATTERED = 3_000;
    static final List<String> SCANS = List.of(
            "SELECT sum(delay) FROM flights",
            "SELECT origin, sum(delay), count(*) FROM flights GROUP BY origin",
            "SELECT max(scheduled), sum(distance + delay), max(destination) FROM flights WHERE origin < 'M'");

    private int change;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path folder = place.folder("commits");
        EngineRequest request = new EngineRequest(
                new EngineSettings("duckdb", "4GB", 2),
                folder,
                ZoneOffset.UTC,
                Duration.ofSeconds(5),
                Clock.systemUTC());
        List<Figure> figures = new ArrayList<>();
        try (Engine engine = ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(request)) {
            begin(engine, place.flights(26));
            Timing small = upserts(engine, 1_000, 20);
            figures.add(new Figure(
                    "commit of a 1,000-row upsert into 3M rows", small.median(), "ms", 300, small.toString()));
            Timing all = upserts(engine, SCATTERED, COMMITS);
            figures.add(diff(engine));
            figures.add(overhead(engine));
            System.out.println("  (" + COMMITS + " commits of 0.1 %: " + all + ")");
        }
        figures.add(heads(place.flights(26), folder));
        return figures;
    }

    private void begin(Engine engine, Path flights) {
        try (Store store = engine.hold(Access.WRITE)) {
            StagedTable rows = store.stage(query("FROM '" + flights + "'", Map.of()));
            TableDefinition definition = new TableDefinition(
                    "flights",
                    TableRole.SOURCE,
                    rows.schema(),
                    Set.of(),
                    List.of("flight_id"),
                    Optional.empty(),
                    Optional.of(LoadKind.UPSERT));
            publish(
                    store,
                    List.of(
                            new Update.Define(definition),
                            new Update.Write("flights", store.initial(definition, rows))));
        }
    }

    /** Time of comparing and committing, the warehouse being opened and let go for each; staging the rows does not count. */
    private Timing upserts(Engine engine, int rows, int commits) {
        double[] millis = new double[commits];
        for (int i = 0; i < commits; i++) {
            long start = System.nanoTime();
            long staging;
            try (Store store = engine.hold(Access.WRITE)) {
                TableMemory flights = flights(store);
                long before = System.nanoTime();
                StagedTable changed = store.stage(query(
                        "SELECT * REPLACE (delay + 1 AS delay) FROM flights WHERE flight_id IN (SELECT (hash(i, "
                                + change++ + ") % 3028818 + 1)::BIGINT FROM range(" + rows + ") r(i))",
                        Map.of("flights", new RowSet.Stored(flights, flights.changedAt()))));
                staging = System.nanoTime() - before;
                StagedDiff diff = store.loads().upsert(flights, flights.definition(), changed);
                publish(store, List.of(new Update.Write("flights", diff)));
            }
            millis[i] = (System.nanoTime() - start - staging) / 1e6;
        }
        return new Timing(millis);
    }

    private static Figure diff(Engine engine) throws Exception {
        try (Store store = engine.hold(Access.READ)) {
            TableMemory flights = flights(store);
            RowSet last = new RowSet.NetDiff(flights, flights.changedAt() - 1, flights.changedAt());
            Timing timing = Timing.of(2, 10, () -> read(store, last));
            return new Figure(
                    "net diff of the last commit of a 3M-row table", timing.median(), "ms", 50, timing.toString());
        }
    }

    /**
     * Reads the head by the view that any client of the file sees, beside a table that was never changed, turn by turn: both files
     * opened by another database, in one thread, because a second one comes and goes on a machine that others use.
     */
    private static Figure heads(Path parquet, Path folder) throws Exception {
        try (PlainDuck duck = new PlainDuck(folder.resolve("plain.duckdb").toString())) {
            duck.run("CREATE TABLE flights AS FROM '" + parquet + "'");
            duck.run("CHECKPOINT");
        }
        double worst = 0;
        StringBuilder detail = new StringBuilder();
        try (PlainDuck duck = new PlainDuck("")) {
            duck.run("SET threads = 1");
            duck.run("ATTACH '" + folder.resolve("plain.duckdb") + "' AS p (READ_ONLY)");
            duck.run("ATTACH '" + folder.resolve("warehouse.duckdb") + "' AS w (READ_ONLY)");
            for (String scan : SCANS) {
                double fresh = Double.MAX_VALUE;
                double head = Double.MAX_VALUE;
                for (int i = 0; i < 60; i++) {
                    fresh = Math.min(fresh, once(duck, scan, "p.main.flights"));
                    head = Math.min(head, once(duck, scan, "w.main.flights"));
                }
                worst = Math.max(worst, head / fresh);
                detail.append(String.format(Locale.ROOT, "%.1f/%.1f ms ", head, fresh));
            }
        }
        return new Figure(
                "read at head after 300 commits / fresh plain table (worst)", worst, "x", 1.1, detail.toString());
    }

    private static double once(PlainDuck duck, String scan, String table) throws Exception {
        return Timing.of(0, 1, () -> duck.read(scan.replace("FROM flights", "FROM " + table)))
                .min();
    }

    /** What a query costs before it reads anything: its scope, its connection. */
    private static Figure overhead(Engine engine) throws Exception {
        try (Store store = engine.hold(Access.READ)) {
            TableMemory flights = flights(store);
            RowSet nothing = query(
                    "SELECT 1 FROM flights LIMIT 0",
                    Map.of("flights", new RowSet.Stored(flights, flights.changedAt())));
            Timing timing = Timing.of(3, 20, () -> read(store, nothing));
            return new Figure("a query's own cost", timing.median(), "ms", 20, timing.toString());
        }
    }

    private static void read(Store store, RowSet relation) {
        try (Rows rows = store.rows(relation)) {
            while (rows.next()) {
                rows.value(0);
            }
        }
    }

    private static TableMemory flights(Store store) {
        return store.memory(store.resolve(new Position.Head())).table("flights").orElseThrow();
    }

    private static RowSet.Query query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, Instant.EPOCH);
    }

    private static void publish(Store store, List<Update> updates) {
        CommitContext context =
                new CommitContext(Instant.EPOCH, "UTC", Map.of(), "duckdb", "bench", Optional.empty(), false, "bench");
        store.publish(
                new Draft("main", CommitKind.LOAD, OptionalLong.empty(), context, "bench", "", List.of(), updates));
    }
}
