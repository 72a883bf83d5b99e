package hindsight.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A small project that works at once, for a start.
 *
 * @param name of the project, made from the folder's
 * @param files what was written, relative to the folder
 */
public record StarterProject(String name, List<String> files) {
    private static final List<String> FILES = List.of(
            "hindsight.yml",
            "data/orders.csv",
            "models/customers.sql",
            "models/revenue_per_day.sql",
            "tests/revenue_is_positive.sql");

    public StarterProject {
        files = List.copyOf(files);
    }

    /**
     * Writes the project; makes the folder where there is none.
     *
     * @throws hindsight.problem.InvalidException when there is something in the folder that a project would be made of; nothing is
     *     written then
     */
    public static StarterProject create(Path folder) {
        NewProject target = new NewProject(folder);
        target.check();
        try {
            for (String file : FILES) {
                target.write(file, text(file).replace("${name}", target.name()));
            }
            target.ignoreWarehouse();
            return new StarterProject(target.name(), target.written());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = StarterProject.class.getResourceAsStream("starter/" + file)) {
            return new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
