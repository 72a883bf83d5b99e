package hindsight.project;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * What {@code hindsight.yml} says besides the sources.
 *
 * @param name of the project
 * @param warehouse absolute folder
 * @param timeZone in which SQL reads the clock
 * @param engine the engine and its bounds
 * @param variables by name, each a SQL literal, such as {@code 0.2} or {@code 'DE'}
 * @param protectedBranches on which an apply asks first
 */
public record Settings(
        String name,
        Path warehouse,
        ZoneId timeZone,
        EngineSettings engine,
        Map<String, String> variables,
        Set<String> protectedBranches) {
    public Settings {
        variables = Map.copyOf(variables);
        protectedBranches = Set.copyOf(protectedBranches);
    }
}
