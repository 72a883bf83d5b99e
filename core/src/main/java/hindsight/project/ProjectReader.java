package hindsight.project;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a project's files; everything wrong in them is found in one go. */
public final class ProjectReader {
    private final Map<String, String> environment;

    /** @param environment for {@code ${env:X}} and HINDSIGHT_WAREHOUSE */
    public ProjectReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the project in {@code root}.
     *
     * @param warehouse given on the command line; stronger than environment and file
     * @throws hindsight.problem.InvalidException with every problem found
     */
    public Project read(Path root, Optional<Path> warehouse) {
        throw new UnsupportedOperationException("being built " + environment.size() + root + warehouse);
    }
}
