package hindsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a run of the bench finds the product and keeps its files: {@code bench/target/work}, made anew each time.
 *
 * @param options as in {@code scale=1}
 */
record Place(Path home, Path work, Map<String, String> options) {
    private static final String SAMPLE = "cli/src/main/resources/hindsight/demo/data";

    Place {
        options = Map.copyOf(options);
    }

    static Place make(Path home, Map<String, String> options) throws IOException {
        Path work = home.resolve("bench/target/work");
        delete(work);
        Files.createDirectories(work);
        return new Place(home, work, options);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    Path hindsight() {
        return home.resolve("hindsight");
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    /** The folder of the demo's project files. */
    Path demo() {
        return home.resolve(SAMPLE).resolveSibling(".").normalize();
    }

    /**
     * The demo's week of real flights over and over, a week later and with other ids each time, as Parquet.
     *
     * @param weeks 26 give three million rows
     */
    Path flights(int weeks) throws SQLException {
        Path file = work.resolve("flights-" + weeks + ".parquet");
        if (!Files.exists(file)) {
            try (PlainDuck duck = new PlainDuck("")) {
                duck.run(
                        "COPY (SELECT f.flight_id + 116493 * w AS flight_id, f.scheduled + to_days((7 * w)::INTEGER) AS scheduled, "
                                + "f.origin, f.destination, f.distance, f.delay FROM range(" + weeks
                                + ") r(w), read_csv('"
                                + home.resolve(SAMPLE) + "/flights-*.csv.gz') f ORDER BY 1) TO '" + file + "'");
            }
        }
        return file;
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> walk = Files.walk(folder)) {
                List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }
}
