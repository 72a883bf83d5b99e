package hindsight.bench;

import hindsight.bench.Warm.Spent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Three million rows with five models: undoing a load of a thousand rows from two hundred commits ago, beside loading as many corrections by
 * hand and applying; and previewing an edit of one model, beside the apply that follows.
 */
final class UndoCase implements Bench.Case {
    private static final int RUNS = 5;
    private static final int ROWS = 1_000;
    private static final long FLIGHTS = 3_028_818;

    private static final String DAILY =
            "SELECT scheduled::DATE AS d, count(*) AS n, sum(delay) AS delay FROM flights GROUP BY ALL";
    private static final Map<String, String> MODELS = Map.of(
            "daily",
            DAILY,
            "routes",
            "SELECT origin, destination, count(*) AS n, avg(delay) AS delay FROM flights GROUP BY ALL",
            "late",
            "SELECT flight_id, origin, delay FROM flights WHERE delay > 60",
            "airports",
            "SELECT origin, sum(n) AS n, max(delay) AS worst FROM routes GROUP BY ALL",
            "hours",
            "SELECT origin, hour(scheduled) AS h, count(*) AS n, max(delay) AS worst FROM flights GROUP BY ALL");

    @Override
    public List<Figure> measure(Place place) throws Exception {
        int commits = Integer.parseInt(place.option("commits", "200"));
        Path project = place.folder("undo");
        Warm.write(
                project,
                "name: bench\nengine: {memory: 4GB, threads: 2}\nsources:\n  flights: {key: [flight_id], load: upsert}\n",
                MODELS);
        List<Figure> figures = new ArrayList<>();
        try (PlainDuck duck = new PlainDuck("")) {
            try (Warm warm = new Warm(project)) {
                warm.load("flights", place.flights(26));
                warm.apply(Optional.empty());
                figures.add(undoing(place, duck, warm, commits));
                MODELS.keySet().forEach(warm::verify);
            }
            figures.add(previewing(project));
        }
        return figures;
    }

    private static Figure undoing(Place place, PlainDuck duck, Warm warm, int commits) throws Exception {
        List<Long> loads = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            loads.add(warm.load("flights", changed(place, duck, i, ROWS)));
        }
        warm.apply(Optional.empty());
        for (int i = 0; i < commits / 2; i++) {
            warm.load("flights", changed(place, duck, 100 + i, 100));
            warm.apply(Optional.empty());
        }
        List<Spent> undos = new ArrayList<>();
        List<Spent> corrections = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            Path correction = changed(place, duck, 50 + i, ROWS);
            long undone = loads.get(i);
            Spent corrected = Spent.of(() -> {
                warm.load("flights", correction);
                warm.apply(Optional.empty());
            });
            Spent undo = Spent.of(() -> warm.undo(undone));
            if (i > 0) {
                undos.add(undo);
                corrections.add(corrected);
            }
        }
        return figure("undo of 1,000 rows, " + commits + " commits ago / correction", undos, corrections, 2);
    }

    /** An edit of one model after the other, each in a process of its own as far as files and warehouse go. */
    private static Figure previewing(Path project) throws Exception {
        List<Spent> previews = new ArrayList<>();
        List<Spent> applies = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            Warm.write(project, Map.of("daily", DAILY.replace("sum(delay)", "sum(delay + " + (i + 1) + ")")));
            Spent preview;
            try (Warm warm = new Warm(project)) {
                preview = Spent.of(warm::preview);
            }
            try (Warm warm = new Warm(project)) {
                Spent apply = Spent.of(() -> warm.apply(Optional.empty()));
                if (i > 0) {
                    previews.add(preview);
                    applies.add(apply);
                }
            }
        }
        return figure("preview of an edit of one model of 3M rows / the apply", previews, applies, 1.2);
    }

    /** By the processors' time at its best: others wait for the machine, too. */
    private static Figure figure(String name, List<Spent> ones, List<Spent> others, double bar) {
        double one = timing(ones, Spent::processor).min();
        double other = timing(others, Spent::processor).min();
        String detail = String.format(
                Locale.ROOT,
                "%.0f / %.0f ms of processors; by the clock %s / %s",
                one,
                other,
                timing(ones, Spent::wall),
                timing(others, Spent::wall));
        return new Figure(name, one / other, "x", bar, detail);
    }

    private static Timing timing(List<Spent> spent, ToDoubleFunction<Spent> time) {
        return new Timing(spent.stream().mapToDouble(time).toArray());
    }

    /** Flights that no other file changes, scattered over all, with another delay each. */
    private static Path changed(Place place, PlainDuck duck, int number, int rows) throws Exception {
        Path file = place.folder("undo-changes").resolve(number + ".parquet");
        duck.run("COPY (SELECT * REPLACE (delay + 1 + " + number + " AS delay) FROM '" + place.flights(26)
                + "' WHERE flight_id IN (SELECT 1 + (i * 7919 * 400 + " + number * 7919L + ") % " + FLIGHTS
                + " FROM range(" + rows + ") r(i))) TO '" + file + "'");
        return file;
    }
}
