package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A small project that works at once, for a start.
 *
 * @param name of the project, made from the folder's
 * @param files what was written, relative to the folder
 */
public record StarterProject(String name, List<String> files) {
    private static final String SETTINGS = "hindsight.yml";
    private static final List<String> FILES = List.of(
            SETTINGS,
            "data/orders.csv",
            "models/customers.sql",
            "models/revenue_per_day.sql",
            "tests/revenue_is_positive.sql");
    private static final List<String> TAKEN = List.of(SETTINGS, "data", "models", "tests");
    private static final String IGNORED = ".gitignore";

    public StarterProject {
        files = List.copyOf(files);
    }

    /**
     * Writes the project; makes the folder where there is none.
     *
     * @throws InvalidException when there is something in the folder that a project would be made of; nothing is written then
     */
    public static StarterProject create(Path folder) {
        List<String> found = TAKEN.stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .toList();
        if (!found.isEmpty()) {
            throw new InvalidException(Problem.error(
                    "not-empty",
                    "Cannot make a project in " + folder + ": there is already " + String.join(", ", found),
                    "Choose another folder: hindsight init DIR."));
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidException(
                    Problem.error("not-a-folder", "Cannot make a project in " + folder + ": it is a file", ""));
        }
        String name = nameOf(folder);
        try {
            for (String file : FILES) {
                write(folder.resolve(file), text(file).replace("${name}", name));
            }
            List<String> written = new ArrayList<>(FILES);
            if (ignore(folder.resolve(IGNORED))) {
                written.add(IGNORED);
            }
            return new StarterProject(name, written);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    }

    /** Keeps the warehouse out of git; says whether anything was written. */
    private static boolean ignore(Path file) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        String wanted = text("gitignore");
        if (before.lines().anyMatch(wanted.strip()::equals)) {
            return false;
        }
        String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.writeString(file, before + separator + wanted);
        return true;
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = StarterProject.class.getResourceAsStream("starter/" + file)) {
            return new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String nameOf(Path folder) {
        Path last = folder.getFileName();
        String name = last == null ? "" : last.toString().replaceAll("[^\\p{L}\\p{N}_]+", "_");
        return name.matches(".*[\\p{L}\\p{N}].*") ? name : "project";
    }
}
