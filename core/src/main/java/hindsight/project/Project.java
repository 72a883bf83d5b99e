package hindsight.project;

import java.nio.file.Path;
import java.util.List;

/** A project as its files declare it. */
public record Project(
        Path root,
        Settings settings,
        List<SourceDefinition> sources,
        List<ModelDefinition> models,
        List<TestDefinition> tests) {
    public Project {
        sources = List.copyOf(sources);
        models = List.copyOf(models);
        tests = List.copyOf(tests);
    }
}
