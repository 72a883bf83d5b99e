package hindsight.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Data four times as large as the engine may hold: the most that the process ever held. */
final class MemoryCase implements Bench.Case {
    private static final int ENGINE_MEGABYTES = 400;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path project = place.folder("memory");
        Files.createDirectories(project.resolve("models"));
        Files.writeString(project.resolve("hindsight.yml"), """
                name: bench
                engine: {memory: %dMB, threads: 2}
                sources:
                  flights: {key: [flight_id], effective: scheduled, load: upsert}
                """.formatted(ENGINE_MEGABYTES));
        Files.writeString(project.resolve("models/copy.sql"), """
                SELECT *, count(*) OVER (PARTITION BY origin, scheduled::DATE) AS departures FROM flights
                """);
        Path flights = place.flights(208);
        Command command = new Command(place.hindsight(), project);
        Command.Result load = command.run("load", "flights", flights.toString());
        Command.Result apply = command.run("apply");
        double peak = Math.max(load.peakMegabytes(), apply.peakMegabytes());
        String detail = String.format(
                Locale.ROOT, "load %.0f MB, apply %.0f MB; 24M rows", load.peakMegabytes(), apply.peakMegabytes());
        return List.of(new Figure("peak memory of the process", peak, "MB", ENGINE_MEGABYTES + 1024, detail));
    }
}
