package hindsight.project;

import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a project's files; everything wrong in them is found in one go. */
public final class ProjectReader {
    static final String SETTINGS_FILE = "hindsight.yml";
    private static final String MISSPELT_FILE = "hindsight.yaml";

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
        Path folder = root.toAbsolutePath().normalize();
        if (!Files.exists(folder.resolve(SETTINGS_FILE))) {
            throw new InvalidException(missing(folder));
        }
        Problems problems = new Problems();
        TextFiles files = new TextFiles(folder, problems);
        Optional<YamlMap> yaml = files.read(folder.resolve(SETTINGS_FILE))
                .flatMap(text -> new YamlText(text, 0, text.text().length(), SETTINGS_FILE, problems).read());
        if (yaml.isEmpty()) {
            throw new InvalidException(problems.list());
        }
        Settings settings =
                new SettingsReader(folder, new WarehouseFolder(folder, environment)).read(yaml.get(), warehouse);
        List<SourceDefinition> sources = sources(yaml.get());
        yaml.get().rejectOthers();
        Project project = new SqlFolders(folder, files, problems).read(settings, sources);
        if (problems.hasErrors()) {
            throw new InvalidException(ReadingOrder.of(problems.list()));
        }
        return project;
    }

    private static List<SourceDefinition> sources(YamlMap yaml) {
        List<SourceDefinition> sources = new ArrayList<>();
        yaml.value("sources")
                .flatMap(YamlValue::map)
                .ifPresent(map -> map.entries().forEach(entry -> sources.add(SourceReader.read(entry))));
        return sources;
    }

    private static Problem missing(Path folder) {
        return Files.exists(folder.resolve(MISSPELT_FILE))
                ? Problem.error(
                        "missing-project",
                        Location.ofFile(MISSPELT_FILE),
                        "Cannot read the project: its file is named " + MISSPELT_FILE,
                        "Rename it to " + SETTINGS_FILE)
                : Problem.error(
                        "missing-project",
                        "Cannot read the project: there is no " + SETTINGS_FILE + " in " + folder,
                        "Go to the folder of a project, or make one by: hindsight init");
    }
}
