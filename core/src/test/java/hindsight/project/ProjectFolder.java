package hindsight.project;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A project in a folder of its own, written file by file and then read. */
final class ProjectFolder {
    private final Path root;
    private final Map<String, String> environment = new HashMap<>();

    ProjectFolder(Path root) {
        this.root = root;
    }

    ProjectFolder file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ProjectFolder file(String name, byte[] content) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProjectFolder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Project read() {
        return read(Optional.empty());
    }

    Project read(Optional<Path> warehouse) {
        return new ProjectReader(environment).read(root, warehouse);
    }

    /** What a user sees of the problems; empty where there is none. */
    String problems() {
        try {
            read();
            return "";
        } catch (InvalidException e) {
            return e.problems().stream()
                    .map(Problem::render)
                    .collect(Collectors.joining("\n"))
                    .replace(root.toString(), "ROOT");
        }
    }
}
