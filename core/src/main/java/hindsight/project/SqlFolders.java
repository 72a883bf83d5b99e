package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the folders of models and tests. */
final class SqlFolders {
    private final Path root;
    private final TextFiles files;
    private final Problems problems;

    SqlFolders(Path root, TextFiles files, Problems problems) {
        this.root = root;
        this.files = files;
        this.problems = problems;
    }

    Project read(Settings settings, List<SourceDefinition> sources) {
        TableNames names = new TableNames(problems);
        SqlFileReader reader = new SqlFileReader(new Variables(settings.variables(), problems), names, problems);
        sources.forEach(source -> names.declare(source.name(), "source", source.location()));
        List<Path> modelFiles = SqlFiles.below(root.resolve("models"), problems);
        modelFiles.forEach(file -> declare(file, names));
        List<ModelDefinition> models = modelFiles.stream()
                .map(file -> files.read(file).flatMap(text -> reader.model(SqlFiles.baseName(file), text)))
                .flatMap(Optional::stream)
                .toList();
        List<TestDefinition> tests = SqlFiles.below(root.resolve("tests"), problems).stream()
                .map(file -> files.read(file).flatMap(text -> reader.test(SqlFiles.baseName(file), text)))
                .flatMap(Optional::stream)
                .toList();
        names.check();
        return new Project(root, settings, sources, models, tests);
    }

    private void declare(Path file, TableNames names) {
        String name = SqlFiles.baseName(file);
        Location location = Location.ofFile(files.name(file));
        names.declare(name, "model", location);
        Names.tableFault(name)
                .ifPresent(fault -> problems.add(Problem.error(
                        "invalid-name",
                        location,
                        "Cannot name a model " + Quoted.of(name) + ": " + fault,
                        "Rename the file")));
    }
}
