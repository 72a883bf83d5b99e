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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;

/** A warehouse of three million flights, to which commits are made in one process. */
final class FlightsWarehouse implements AutoCloseable {
    static final List<String> SCANS = List.of(
            "SELECT sum(delay) FROM flights",
            "SELECT origin, sum(delay), count(*) FROM flights GROUP BY origin",
            "SELECT max(scheduled), sum(distance + delay), max(destination) FROM flights WHERE origin < 'M'");

    private final Engine engine;
    private int change;

    private FlightsWarehouse(Engine engine) {
        this.engine = engine;
    }

    /** Makes one, with all flights in its first commit. */
    static FlightsWarehouse of(Path flights, Path folder, int threads) {
        EngineRequest request = new EngineRequest(
                new EngineSettings("duckdb", "4GB", threads),
                folder,
                ZoneOffset.UTC,
                Duration.ofSeconds(5),
                Clock.systemUTC());
        FlightsWarehouse warehouse = new FlightsWarehouse(ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(request));
        warehouse.begin(flights);
        return warehouse;
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
    }

    private void begin(Path flights) {
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

    /** Changes some rows; gives the milliseconds of comparing and committing, the warehouse being opened and let go for it, without those of staging the rows. */
    double upsert(String branch, int rows) {
        long start = System.nanoTime();
        long staging;
        try (Store store = engine.hold(Access.WRITE, branch)) {
            TableMemory flights = flights(store, branch);
            long before = System.nanoTime();
            StagedTable changed = store.stage(query(
                    "SELECT * REPLACE (delay + 1 AS delay) FROM flights WHERE flight_id IN (SELECT (hash(i, " + change++
                            + ") % 3028818 + 1)::BIGINT FROM range(" + rows + ") r(i))",
                    Map.of("flights", new RowSet.Stored(flights, flights.changedAt()))));
            staging = System.nanoTime() - before;
            StagedDiff diff = store.loads().upsert(flights, flights.definition(), changed);
            publish(store, branch, List.of(new Update.Write("flights", diff)));
        }
        return (System.nanoTime() - start - staging) / 1e6;
    }

    /** One scan of something, in milliseconds. */
    interface Scan {
        double millis(Store store, String scan) throws Exception;
    }

    /** How many times as long one takes as the other, in the worst of the scans; the two turn by turn, each at its best. */
    Figure worst(String name, double bar, int rounds, Scan one, Scan other) throws Exception {
        double worst = 0;
        StringBuilder detail = new StringBuilder();
        try (Store store = engine.hold(Access.READ)) {
            for (String scan : SCANS) {
                double best = Double.MAX_VALUE;
                double bestOther = Double.MAX_VALUE;
                for (int i = 0; i < rounds; i++) {
                    best = Math.min(best, one.millis(store, scan));
                    bestOther = Math.min(bestOther, other.millis(store, scan));
                }
                worst = Math.max(worst, best / bestOther);
                detail.append(String.format(Locale.ROOT, "%.1f/%.1f ms ", best, bestOther));
            }
        }
        return new Figure(name + " (worst)", worst, "x", bar, detail.toString());
    }

    static TableMemory flights(Store store, String branch) {
        return store.memory(branch, Long.MAX_VALUE).table("flights").orElseThrow();
    }

    static RowSet.Query query(String sql, Map<String, RowSet> inputs) {
        return new RowSet.Query(sql, inputs, Instant.EPOCH);
    }

    static void read(Store store, RowSet relation) {
        try (Rows rows = store.rows(relation)) {
            while (rows.next()) {
                rows.value(0);
            }
        }
    }

    private static void publish(Store store, String branch, List<Update> updates) {
        CommitContext context =
                new CommitContext(Instant.EPOCH, "UTC", Map.of(), "duckdb", "bench", Optional.empty(), false, "bench");
        store.publish(
                new Draft(branch, CommitKind.LOAD, OptionalLong.empty(), context, "bench", "", List.of(), updates));
    }
}
