package hindsight.bench;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.history.RowSet;
import hindsight.history.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three million rows under 300 commits, sealed: a state of before all of them beside the head. */
final class SealCase implements Bench.Case {
    private static final int COMMITS = 300;
    private static final int ROWS = 3_000;
    private static final int ROUNDS = 20;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (FlightsWarehouse warehouse = FlightsWarehouse.of(place.flights(26), place.folder("seal"), 1)) {
            for (int i = 0; i < COMMITS; i++) {
                warehouse.upsert("main", ROWS);
            }
            figures.add(reading(warehouse, 1, "300 commits old, not sealed", 100));
            figures.add(reading(warehouse, COMMITS / 2, "150 commits old, not sealed", 100));
            figures.add(sealing(warehouse.engine()));
            figures.add(reading(warehouse, 1, "300 commits old, sealed", 1.5));
            figures.add(reading(warehouse, COMMITS / 2, "150 commits old, sealed", 1.5));
        }
        return figures;
    }

    private static Figure sealing(Engine engine) {
        long start = System.nanoTime();
        long before;
        long after;
        try (Store store = engine.hold(Access.WRITE)) {
            before = store.bytes();
            store.keeping().seal(FlightsWarehouse.flights(store, "main"), "bench");
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

    private static Figure reading(FlightsWarehouse warehouse, long seq, String name, double bar) throws Exception {
        return warehouse.worst(
                "read of a state " + name + " / head",
                bar,
                ROUNDS,
                (store, scan) -> once(store, scan, seq),
                (store, scan) -> once(store, scan, Long.MAX_VALUE));
    }

    private static double once(Store store, String scan, long seq) throws Exception {
        RowSet state = new RowSet.Stored(FlightsWarehouse.flights(store, "main"), seq);
        RowSet query = FlightsWarehouse.query(scan, Map.of("flights", state));
        return Timing.of(0, 1, () -> FlightsWarehouse.read(store, query)).min();
    }
}
