package hindsight.bench;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.time.Position;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three million rows on main and on branches of branches: forking, and reading where both went on since. */
final class BranchesCase implements Bench.Case {
    private static final int DEPTH = 10;
    private static final int COMMITS = 100;
    private static final int ROWS = 1_000;
    private static final int ROUNDS = 40;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Override
    public List<Figure> measure(Place place) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (FlightsWarehouse warehouse = FlightsWarehouse.of(place.flights(26), place.folder("branches"), 1)) {
            double[] millis = new double[DEPTH];
            for (int i = 0; i < DEPTH; i++) {
                millis[i] = fork(warehouse.engine(), branch(i), branch(i + 1));
                warehouse.upsert(branch(i + 1), ROWS);
            }
            Timing forking = new Timing(millis);
            fork(warehouse.engine(), "main", "still");
            figures.add(new Figure("forking a branch of 3M rows", forking.median(), "ms", 50, forking.toString()));
            figures.add(reading(warehouse, branch(DEPTH), branch(DEPTH - 1), "10 deep / its parent"));
            for (int i = 0; i < COMMITS; i++) {
                warehouse.upsert(branch(DEPTH - 1), ROWS);
            }
            figures.add(reading(warehouse, branch(DEPTH), branch(DEPTH - 1), "10 deep / its parent, 100 commits on"));
            for (int i = 0; i < COMMITS; i++) {
                warehouse.upsert("main", ROWS);
            }
            figures.add(reading(warehouse, "still", "main", "without commits / main, 100 commits on"));
            figures.add(reading(warehouse, branch(DEPTH), "main", "10 deep / main, 100 commits on"));
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

    private static Figure reading(FlightsWarehouse warehouse, String branch, String beside, String name)
            throws Exception {
        return warehouse.worst(
                "read on a branch " + name,
                1.3,
                ROUNDS,
                (store, scan) -> once(store, scan, branch),
                (store, scan) -> once(store, scan, beside));
    }

    /** Milliseconds of the processor: the engine has one thread, which is this one. */
    private static double once(Store store, String scan, String branch) {
        RowSet state = new RowSet.Stored(FlightsWarehouse.flights(store, branch), Long.MAX_VALUE);
        RowSet query = FlightsWarehouse.query(scan, Map.of("flights", state));
        long start = THREADS.getCurrentThreadCpuTime();
        FlightsWarehouse.read(store, query);
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
