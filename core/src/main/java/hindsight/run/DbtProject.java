package hindsight.run;

import hindsight.dbt.Conversion;
import hindsight.dbt.Converted;
import hindsight.dbt.Given;
import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A project made of a compiled dbt project.
 *
 * @param name of the project
 * @param files what was written, relative to the folder
 * @param converted what became of the dbt project
 * @param missing files of seeds that were not found
 */
public record DbtProject(String name, List<String> files, Converted converted, List<Converted.Seed> missing) {
    private static final String DBT_SETTINGS = "dbt_project.yml";

    public DbtProject {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /**
     * Writes the project; makes the folder where there is none.
     *
     * @param folder of the new project
     * @param manifest the file that dbt wrote; its catalog and results are read where they stand beside it, and files of seeds from the
     *     folder above that is the dbt project
     * @param shown the manifest's name, as the user wrote it
     * @throws InvalidException when the manifest cannot be read or converted, or the folder is taken; nothing is written then
     */
    public static DbtProject create(Path folder, Path manifest, String shown) {
        NewProject target = new NewProject(folder);
        target.check();
        Optional<Path> home = home(manifest);
        Given given = new Given(
                target.name(),
                shown,
                text(manifest, shown),
                beside(manifest, "catalog.json"),
                beside(manifest, "run_results.json"),
                home.map(path -> relative(folder, path)));
        Converted converted = Conversion.of(given);
        try {
            return write(target, converted, home);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static DbtProject write(NewProject target, Converted converted, Optional<Path> home) throws IOException {
        for (Map.Entry<String, String> file : converted.files().entrySet()) {
            target.write(file.getKey(), file.getValue());
        }
        List<Converted.Seed> missing = new ArrayList<>();
        for (Converted.Seed seed : converted.seeds()) {
            Optional<Path> found = home.flatMap(folder -> Stream.of(seed.place(), seed.compiledPlace())
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst());
            if (found.isPresent()) {
                target.copy(seed.file(), found.get());
            } else {
                missing.add(seed);
            }
        }
        target.folder("data");
        target.ignoreWarehouse();
        return new DbtProject(target.name(), target.written(), converted, missing);
    }

    private static String text(Path file, String shown) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw unreadable(shown, "it is not text in UTF-8");
        } catch (IOException e) {
            throw unreadable(shown, Files.isDirectory(file) ? "it is a folder" : "there is no such file");
        }
    }

    private static InvalidException unreadable(String shown, String reason) {
        return new InvalidException(Problem.error(
                "unreadable-file",
                Location.ofFile(shown),
                "Cannot read " + shown + ": " + reason,
                "Name the manifest.json that dbt compile --full-refresh writes into the folder target."));
    }

    /** Nothing where there is none, or it is no JSON: such files only help. */
    private static Optional<JsonTree> beside(Path manifest, String name) {
        try {
            return JsonTree.tryRead(Files.readString(manifest.resolveSibling(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> home(Path manifest) {
        @Nullable Path folder = manifest.toAbsolutePath().normalize().getParent();
        while (folder != null && !Files.exists(folder.resolve(DBT_SETTINGS))) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    private static String relative(Path from, Path to) {
        return from.toAbsolutePath().normalize().relativize(to).toString().replace('\\', '/');
    }
}
