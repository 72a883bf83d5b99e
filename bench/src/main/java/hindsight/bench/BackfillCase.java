package hindsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** First builds of models over data four times as large as the engine may hold: in chunks, against all rows at once. */
final class BackfillCase implements Bench.Case {
    private static final int ENGINE_MEGABYTES = 400;
    private static final int ROUNDS = 3;
    private static final long AT_ONCE = 999_999_999;

    private static final Map<String, String> MODELS = new TreeMap<>(Map.of(
            "rows", "SELECT *, count(*) OVER (PARTITION BY origin, scheduled::DATE) AS departures FROM flights",
            "groups", """
                    SELECT scheduled::DATE AS scheduled, origin, destination, count(*) AS n, avg(delay) AS delay, max(distance) AS distance
                    FROM flights GROUP BY ALL"""));

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path loaded = place.folder("backfill");
        Files.createDirectories(loaded.resolve("models"));
        settings(loaded, "");
        new Command(place.hindsight(), loaded)
                .run("load", "flights", place.flights(weeks(place)).toString());
        List<Figure> figures = new ArrayList<>();
        for (String model : MODELS.keySet()) {
            Command.Result whole = apply(place, loaded, model, ", chunk_rows: " + AT_ONCE);
            Command.Result chunked = apply(place, loaded, model, "");
            for (int round = 1; round < ROUNDS; round++) {
                whole = better(whole, apply(place, loaded, model, ", chunk_rows: " + AT_ONCE));
                chunked = better(chunked, apply(place, loaded, model, ""));
            }
            figures.add(new Figure(
                    "backfill of " + model + " in chunks / at once",
                    chunked.millis() / whole.millis(),
                    "x",
                    1.3,
                    String.format(
                            Locale.ROOT,
                            "%.1f s against %.1f s, peak %.0f MB at once",
                            chunked.millis() / 1000,
                            whole.millis() / 1000,
                            whole.peakMegabytes())));
            figures.add(new Figure(
                    "backfill of " + model + ", peak memory of the process",
                    chunked.peakMegabytes(),
                    "MB",
                    ENGINE_MEGABYTES + 1024,
                    chunked.output()
                            .lines()
                            .filter(line -> line.contains("chunk"))
                            .findFirst()
                            .orElse("")));
        }
        return figures;
    }

    private static Command.Result better(Command.Result one, Command.Result other) {
        return one.millis() < other.millis() ? one : other;
    }

    private static int weeks(Place place) {
        return Integer.parseInt(place.option("weeks", "208"));
    }

    private static void settings(Path project, String more) throws IOException {
        Files.writeString(project.resolve("hindsight.yml"), """
                name: bench
                engine: {memory: %dMB, threads: 2%s}
                sources:
                  flights: {key: [flight_id], effective: scheduled, load: upsert}
                """.formatted(ENGINE_MEGABYTES, more));
    }

    /** In a copy of the project. */
    private static Command.Result apply(Place place, Path loaded, String model, String settings) throws Exception {
        Path project = place.work().resolve("backfill-" + model + settings.length());
        copy(loaded, project);
        settings(project, settings);
        Files.writeString(
                project.resolve("models/" + model + ".sql"),
                "/*---\neffective: scheduled\n---*/\n" + MODELS.get(model));
        Command.Result result = new Command(place.hindsight(), project).run("apply");
        Place.delete(project);
        return result;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
