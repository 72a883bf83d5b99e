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
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update;
import hindsight.project.EngineSettings;
import hindsight.project.LoadKind;
import hindsight.time.Position;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

/** Three million rows on main and on branches of branches: forking, and reading where both went on since. */
final class BranchesCase implements Bench.Case {
    private static final int DEPTH = 10;
    private static final int COMMITS = 100;
    private static final int ROWS = 1_000;
    private static final int ROUNDS = 40;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private int change;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path folder = place.folder("branches");
        EngineRequest request = new EngineRequest(
                new EngineSettings("duckdb", "4GB", 1),
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
            double[] millis = new double[DEPTH];
            for (int i = 0; i < DEPTH; i++) {
                millis[i] = fork(engine, branch(i), branch(i + 1));
                upsert(engine, branch(i + 1));
            }
            Timing forking = new Timing(millis);
            fork(engine, "main", "still");
            figures.add(new Figure("forking a branch of 3M rows", forking.median(), "ms", 50, forking.toString()));
            figures.add(reading(engine, branch(DEPTH), branch(DEPTH - 1), "10 deep / its parent"));
            for (int i = 0; i < COMMITS; i++) {
                upsert(engine, branch(DEPTH - 1));
            }
            figures.add(reading(engine, branch(DEPTH), branch(DEPTH - 1), "10 deep / its parent, 100 commits on"));
            for (int i = 0; i < COMMITS; i++) {
                upsert(engine, "main");
            }
            figures.add(reading(engine, "still", "main", "without commits / main, 100 commits on"));
            figures.add(reading(engine, branch(DEPTH), "main", "10 deep / main, 100 commits on"));
        }
        return figures;
    }

    private static String branch(int depth) {
        return depth == 0 ? "main" : "b" + depth;
    }

    private static double fork(Engine engine, String from, String name) {
        long start = System.nanoTime();
        try (Store store = engine.hold(Access.WRITE, from)) {
            store.fork(name, store.resolve(new Position.Head()));
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** The worst of some scans; the two branches turn by turn, each at its best. */
    private static Figure reading(Engine engine, String branch, String beside, String name) {
        double worst = 0;
        StringBuilder detail = new StringBuilder();
        try (Store store = engine.hold(Access.READ)) {
            for (String scan : CommitsCase.SCANS) {
                double one = Double.MAX_VALUE;
                double other = Double.MAX_VALUE;
                for (int i = 0; i < ROUNDS; i++) {
                    one = Math.min(one, once(store, scan, branch));
                    other = Math.min(other, once(store, scan, beside));
                }
                worst = Math.max(worst, one / other);
                detail.append(String.format(Locale.ROOT, "%.1f/%.1f ms ", one, other));
            }
        }
        return new Figure("read on a branch " + name + " (worst)", worst, "x", 1.3, detail.toString());
    }

    /** Milliseconds of the processor: the engine has one thread, which is this one. */
    private static double once(Store store, String scan, String branch) {
        TableMemory flights =
                store.memory(branch, Long.MAX_VALUE).table("flights").orElseThrow();
        RowSet query = query(scan, Map.of("flights", new RowSet.Stored(flights, Long.MAX_VALUE)));
        long start = THREADS.getCurrentThreadCpuTime();
        read(store, query);
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static void read(Store store, RowSet relation) {
        try (Rows rows = store.rows(relation)) {
            while (rows.next()) {
                rows.value(0);
            }
        }
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
                    "main",
                    List.of(
                            new Update.Define(definition),
                            new Update.Write("flights", store.initial(definition, rows))));
        }
    }

    private void upsert(Engine engine, String branch) {
        try (Store store = engine.hold(Access.WRITE, branch)) {
            TableMemory flights = store.memory(store.resolve(new Position.Head()))
                    .table("flights")
                    .orElseThrow();
            StagedTable changed = store.stage(query(
                    "SELECT * REPLACE (delay + 1 AS delay) FROM flights WHERE flight_id IN (SELECT (hash(i, " + change++
                            + ") % 3028818 + 1)::BIGINT FROM range(" + ROWS + ") r(i))",
                    Map.of("flights", new RowSet.Stored(flights, flights.changedAt()))));
            publish(
                    store,
                    branch,
                    List.of(new Update.Write("flights", store.loads().upsert(flights, flights.definition(), changed))));
        }
    }

    private static RowSet.Query query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, Instant.EPOCH);
    }

    private static void publish(Store store, String branch, List<Update> updates) {
        CommitContext context =
                new CommitContext(Instant.EPOCH, "UTC", Map.of(), "duckdb", "bench", Optional.empty(), false, "bench");
        store.publish(
                new Draft(branch, CommitKind.LOAD, OptionalLong.empty(), context, "bench", "", List.of(), updates));
    }
}
