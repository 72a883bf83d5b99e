package hindsight.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The first build of the demo's models against the same SELECTs as CREATE TABLE AS in the same order, on a week and on half a year. */
final class FirstBuildCase implements Bench.Case {
    private static final List<String> ORDER = List.of(
            "departures", "route_day", "state_day", "airport_trend", "worst_routes", "hub_states", "state_airports");

    @Override
    public List<Figure> measure(Place place) throws Exception {
        return List.of(figure(place, 1, "a week"), figure(place, 26, "half a year"));
    }

    private static Figure figure(Place place, int weeks, String span) throws Exception {
        double plain = Double.MAX_VALUE;
        double ours = Double.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            Path folder = place.folder("build-" + weeks + "-" + run);
            plain = Math.min(plain, plain(place, folder, weeks));
            ours = Math.min(ours, ours(place, folder, weeks));
        }
        return new Figure(
                "first build of the demo's models / CREATE TABLE AS, " + span,
                ours / plain,
                "x",
                3,
                String.format(Locale.ROOT, "%.0f ms against %.0f ms", ours, plain));
    }

    private static double plain(Place place, Path folder, int weeks) throws Exception {
        try (PlainDuck duck = new PlainDuck(folder.resolve("plain.duckdb").toString())) {
            duck.run("CREATE TABLE flights AS FROM '" + place.flights(weeks) + "'");
            duck.run("CREATE TABLE airports AS FROM '" + place.demo().resolve("data/airports.csv") + "'");
            duck.run("CHECKPOINT");
            return Timing.of(0, 1, () -> {
                        for (String model : ORDER) {
                            String sql = Files.readString(place.demo().resolve("models/" + model + ".sql"));
                            String what = sql.contains("materialized: view") ? "VIEW" : "TABLE";
                            duck.run("CREATE " + what + " " + model + " AS " + sql);
                        }
                        duck.run("CHECKPOINT");
                    })
                    .min();
        }
    }

    /** The whole command, less what an apply that finds nothing to do takes. */
    private static double ours(Place place, Path folder, int weeks) throws Exception {
        copy(place.demo(), folder);
        String settings = Files.readString(folder.resolve("hindsight.yml"));
        Files.writeString(folder.resolve("hindsight.yml"), settings + "engine: {memory: 4GB, threads: 2}\n");
        Command command = new Command(place.hindsight(), folder);
        command.run("load", "flights", place.flights(weeks).toString());
        command.run("load", "airports", "data/airports.csv");
        double build = command.run("apply").millis();
        double nothing = command.run("apply").millis();
        return build - nothing;
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }
}
