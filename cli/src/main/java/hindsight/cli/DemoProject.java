package hindsight.cli;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The demo's project: a week of flights as if it came in day by day. Some flights of one day lie in a file of their own, so that
 * they come late.
 */
final class DemoProject {
    private static final List<String> COPIED = List.of(
            "hindsight.yml",
            "README.txt",
            "models/airport_trend.sql",
            "models/departures.sql",
            "models/hub_states.sql",
            "models/route_day.sql",
            "models/state_airports.sql",
            "models/state_day.sql",
            "models/worst_routes.sql",
            "tests/every_airport_is_known.sql",
            "data/airports.csv",
            "data/flights-2001-06-11.csv.gz",
            "data/flights-2001-06-13.csv.gz",
            "data/flights-2001-06-14.csv.gz",
            "data/flights-2001-06-15.csv.gz",
            "data/flights-2001-06-16.csv.gz",
            "data/flights-2001-06-17.csv.gz",
            "corrections/flights-2001-06-13.csv");
    private static final String DIVIDED_DAY = "data/flights-2001-06-12.csv.gz";
    private static final String LATE_ROWS = "late/flights-2001-06-12.csv";
    private static final Predicate<String> IS_LATE = line -> {
        String[] cells = line.split(",");
        return cells[1].compareTo("2001-06-12 17:00") >= 0 && cells[2].equals("ORD");
    };
    private static final String AIRPORTS = "data/airports.csv";
    private static final String CORRECTED_AIRPORTS = "corrections/airports.csv";
    private static final String WRONG_AIRPORT = "MQT,Marquette County Airport,NA,NA,";
    private static final String RIGHT_AIRPORT = "MQT,Marquette County Airport,Marquette,MI,";

    private final Path folder;

    private DemoProject(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the project; makes the folder where there is none.
     *
     * @throws InvalidException when there is anything in the folder; nothing is written then
     */
    static void create(Path folder) {
        try {
            refuse(folder);
            DemoProject project = new DemoProject(folder);
            for (String file : COPIED) {
                try (InputStream content = resource(file)) {
                    Files.copy(content, project.place(file));
                }
            }
            Files.writeString(project.place(".gitignore"), ".hindsight/\n");
            project.divideDay();
            project.correctAirports();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A text among what the demo carries. */
    static String text(String file) {
        try (InputStream content = resource(file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void refuse(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidException(
                    Problem.error("not-a-folder", "Cannot make the demo in " + folder + ": it is a file", ""));
        }
        try (Stream<Path> found = Files.list(folder)) {
            if (found.findAny().isPresent()) {
                throw new InvalidException(Problem.error(
                        "not-empty",
                        "Cannot make the demo in " + folder + ": the folder is not empty",
                        "Choose another folder: hindsight demo DIR."));
            }
        }
    }

    private void divideDay() throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource(DIVIDED_DAY)), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        }
        String header = lines.remove(0);
        try (OutputStream inTime = new GZIPOutputStream(Files.newOutputStream(place(DIVIDED_DAY)))) {
            inTime.write(file(header, lines, IS_LATE.negate()));
        }
        Files.write(place(LATE_ROWS), file(header, lines, IS_LATE));
    }

    private static byte[] file(String header, List<String> lines, Predicate<String> wanted) {
        return lines.stream()
                .filter(wanted)
                .collect(Collectors.joining("\n", header + "\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void correctAirports() throws IOException {
        Files.writeString(place(CORRECTED_AIRPORTS), text(AIRPORTS).replace(WRONG_AIRPORT, RIGHT_AIRPORT));
    }

    private Path place(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return path;
    }

    private static InputStream resource(String file) {
        return Objects.requireNonNull(DemoProject.class.getResourceAsStream("/hindsight/demo/" + file), file);
    }
}
