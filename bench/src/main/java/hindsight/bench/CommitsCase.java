package hindsight.bench;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.history.TableMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Three million rows under hundreds of commits, in one process: committing, reading at head, diffing. */
final class CommitsCase implements Bench.Case {
    private static final int COMMITS = 300;
    private static final int SCATTERED = 3_000;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path folder = place.folder("commits");
        List<Figure> figures = new ArrayList<>();
        try (FlightsWarehouse warehouse = FlightsWarehouse.of(place.flights(26), folder, 2)) {
            Timing small = upserts(warehouse, 1_000, 20);
            figures.add(new Figure(
                    "commit of a 1,000-row upsert into 3M rows", small.median(), "ms", 300, small.toString()));
            Timing all = upserts(warehouse, SCATTERED, COMMITS);
            figures.add(diff(warehouse.engine()));
            figures.add(overhead(warehouse.engine()));
            System.out.println("  (" + COMMITS + " commits of 0.1 %: " + all + ")");
        }
        figures.add(heads(place.flights(26), folder));
        return figures;
    }

    private static Timing upserts(FlightsWarehouse warehouse, int rows, int commits) {
        double[] millis = new double[commits];
        for (int i = 0; i < commits; i++) {
            millis[i] = warehouse.upsert("main", rows);
        }
        return new Timing(millis);
    }

    private static Figure diff(Engine engine) throws Exception {
        try (Store store = engine.hold(Access.READ)) {
            TableMemory flights = FlightsWarehouse.flights(store, "main");
            RowSet last = new RowSet.NetDiff(flights, flights.changedAt() - 1, flights.changedAt());
            Timing timing = Timing.of(2, 10, () -> FlightsWarehouse.read(store, last));
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
            for (String scan : FlightsWarehouse.SCANS) {
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
            TableMemory flights = FlightsWarehouse.flights(store, "main");
            RowSet nothing = FlightsWarehouse.query(
                    "SELECT 1 FROM flights LIMIT 0",
                    Map.of("flights", new RowSet.Stored(flights, flights.changedAt())));
            Timing timing = Timing.of(3, 20, () -> FlightsWarehouse.read(store, nothing));
            return new Figure("a query's own cost", timing.median(), "ms", 20, timing.toString());
        }
    }
}
