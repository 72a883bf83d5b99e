package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A folder that becomes a project. */
final class NewProject {
    private static final List<String> TAKEN = List.of("hindsight.yml", "data", "models", "tests");
    private static final String IGNORED = ".gitignore";
    private static final String WAREHOUSE = ".hindsight/";

    private final Path folder;
    private final List<String> written = new ArrayList<>();

    NewProject(Path folder) {
        this.folder = folder;
    }

    /** @throws InvalidException when there is something in the folder that a project would be made of */
    void check() {
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
    }

    /** Made from the folder's. */
    String name() {
        Path last = folder.getFileName();
        String name = last == null ? "" : last.toString().replaceAll("[^\\p{L}\\p{N}_]+", "_");
        return name.matches(".*[\\p{L}\\p{N}].*") ? name : "project";
    }

    void write(String name, String text) throws IOException {
        Files.writeString(place(name), text, StandardOpenOption.CREATE_NEW);
        written.add(name);
    }

    void copy(String name, Path file) throws IOException {
        Files.copy(file, place(name));
        written.add(name);
    }

    void folder(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
    }

    /** Keeps the warehouse out of git. */
    void ignoreWarehouse() throws IOException {
        Path file = folder.resolve(IGNORED);
        String before = Files.exists(file) ? Files.readString(file) : "";
        if (before.lines().noneMatch(WAREHOUSE::equals)) {
            String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            Files.writeString(file, before + separator + WAREHOUSE + "\n");
            written.add(IGNORED);
        }
    }

    /** What was written, relative to the folder. */
    List<String> written() {
        return List.copyOf(written);
    }

    private Path place(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return file;
    }
}
