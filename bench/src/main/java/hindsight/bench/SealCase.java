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

/** Three million rows under 300 commits, sealed: a state of before all of them beside the head. */
final class SealCase implements Bench.Case {
    private static final int COMMITS = 300;
    private static final int ROWS = 3_000;
    private static final int ROUNDS = 20;

    private int change;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path folder = place.folder("seal");
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
            for (int i = 0; i < COMMITS; i++) {
                upsert(engine);
            }
            figures.add(reading(engine, 1, "300 commits old, not sealed", 100));
            figures.add(reading(engine, COMMITS / 2, "150 commits old, not sealed", 100));
            figures.add(sealing(engine));
            figures.add(reading(engine, 1, "300 commits old, sealed", 1.5));
            figures.add(reading(engine, COMMITS / 2, "150 commits old, sealed", 1.5));
        }
        return figures;
    }

    private static Figure sealing(Engine engine) {
        long start = System.nanoTime();
        long before;
        long after;
        try (Store store = engine.hold(Access.WRITE)) {
            before = store.bytes();
            store.keeping().seal(flights(store), "bench");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        try (Store store = engine.hold(Access.READ)) {
            after = store.bytes();
        }
        return new Figure(
                "sealing 3M rows with 300 commits",
                seconds,
                "s",
                60,
                before / 1_000_000 + " MB before, " + after / 1_000_000 + " MB after");
    }

    /** The worst of some scans; state and head turn by turn, each at its best. */
    private static Figure reading(Engine engine, long seq, String name, double bar) throws Exception {
        double worst = 0;
        StringBuilder detail = new StringBuilder();
        try (Store store = engine.hold(Access.READ)) {
            for (String scan : CommitsCase.SCANS) {
                double one = Double.MAX_VALUE;
                double other = Double.MAX_VALUE;
                for (int i = 0; i < ROUNDS; i++) {
                    one = Math.min(one, once(store, scan, seq));
                    other = Math.min(other, once(store, scan, Long.MAX_VALUE));
                }
                worst = Math.max(worst, one / other);
                detail.append(String.format(Locale.ROOT, "%.1f/%.1f ms ", one, other));
            }
        }
        return new Figure("read of a state " + name + " / head (worst)", worst, "x", bar, detail.toString());
    }

    private static double once(Store store, String scan, long seq) throws Exception {
        RowSet query = query(scan, Map.of("flights", new RowSet.Stored(flights(store), seq)));
        return Timing.of(0, 1, () -> read(store, query)).min();
    }

    private static TableMemory flights(Store store) {
        return store.memory(store.resolve(new Position.Head())).table("flights").orElseThrow();
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
                    List.of(
                            new Update.Define(definition),
                            new Update.Write("flights", store.initial(definition, rows))));
        }
    }

    private void upsert(Engine engine) {
        try (Store store = engine.hold(Access.WRITE)) {
            TableMemory flights = flights(store);
            StagedTable changed = store.stage(query(
                    "SELECT * REPLACE (delay + 1 AS delay) FROM flights WHERE flight_id IN (SELECT (hash(i, " + change++
                            + ") % 3028818 + 1)::BIGINT FROM range(" + ROWS + ") r(i))",
                    Map.of("flights", new RowSet.Stored(flights, flights.changedAt()))));
            publish(
                    store,
                    List.of(new Update.Write("flights", store.loads().upsert(flights, flights.definition(), changed))));
        }
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
