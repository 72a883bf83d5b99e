package hindsight.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Three million rows of Parquet into a source with a key, digest included, against CREATE TABLE AS and a checkpoint. */
final class LoadCase implements Bench.Case {
    private static final int RUNS = 3;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path flights = place.flights(26);
        double plain = Double.MAX_VALUE;
        double ours = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            plain = Math.min(plain, plain(place.folder("plain" + run), flights));
            ours = Math.min(ours, ours(place, place.folder("load" + run), flights));
        }
        String detail = String.format(Locale.ROOT, "%.0f ms against %.0f ms", ours, plain);
        return List.of(new Figure("load 3M rows / CREATE TABLE AS + CHECKPOINT", ours / plain, "x", 5, detail));
    }

    private static double plain(Path folder, Path flights) throws Exception {
        try (PlainDuck duck = new PlainDuck(folder.resolve("plain.duckdb").toString())) {
            return Timing.of(0, 1, () -> {
                        duck.run("CREATE TABLE flights AS FROM '" + flights + "'");
                        duck.run("CHECKPOINT");
                    })
                    .min();
        }
    }

    /** The whole command, less what a command that does nothing takes. */
    private static double ours(Place place, Path project, Path flights) throws Exception {
        Files.writeString(project.resolve("hindsight.yml"), """
                name: bench
                engine: {memory: 4GB, threads: 2}
                sources:
                  flights: {key: [flight_id], effective: scheduled, load: upsert}
                """);
        Command command = new Command(place.hindsight(), project);
        double nothing = command.run("status").millis();
        return command.run("load", "flights", flights.toString()).millis() - nothing;
    }
}
