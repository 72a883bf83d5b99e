package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Severity;
import hindsight.problem.Suggestion;
import hindsight.problem.UsageException;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the files that a load is to take, and knows each by its content. */
final class SourceFiles {
    private final Workspace workspace;
    private final Path root;
    private final Problems problems = new Problems();

    SourceFiles(Workspace workspace) {
        this.workspace = workspace;
        this.root = workspace.options().root();
    }

    /**
     * The files by source, each in the order in which they count.
     *
     * @throws UsageException when there is no such source, or it declares no files and none are given
     * @throws InvalidException when a file cannot be found or read
     */
    Map<SourceDefinition, List<LoadFile>> find(LoadRequest request) {
        Map<SourceDefinition, List<LoadFile>> found = new LinkedHashMap<>();
        if (request.source().isEmpty()) {
            declaring().forEach(source -> found.put(source, declared(source)));
        } else {
            SourceDefinition source = source(request.source().get());
            found.put(source, request.files().isEmpty() ? declared(source) : given(request.files()));
        }
        problems.throwIfErrors();
        return found;
    }

    private List<SourceDefinition> declaring() {
        List<SourceDefinition> sources = workspace.project().sources().stream()
                .filter(source -> source.files().isPresent())
                .toList();
        if (sources.isEmpty()) {
            workspace.warn(Problem.warning(
                    "nothing-declared",
                    "Nothing is loaded: no source declares files",
                    "Name a source and its files: hindsight load SOURCE FILE; or declare files: in hindsight.yml."));
        }
        return sources;
    }

    private SourceDefinition source(String name) {
        List<SourceDefinition> sources = workspace.project().sources();
        return sources.stream()
                .filter(source -> Name.same(source.name(), name))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.error(
                        "unknown-source",
                        "Cannot load " + name + ": there is no such source",
                        Suggestion.hint(
                                name,
                                sources.stream().map(SourceDefinition::name).toList()))));
    }

    private List<LoadFile> declared(SourceDefinition source) {
        if (source.files().isEmpty()) {
            throw new UsageException(Problem.error(
                    "no-files",
                    source.location(),
                    "Cannot load " + source.name() + ": it declares no files, and none are given",
                    "Name them: hindsight load " + source.name() + " FILE; or declare files: for the source."));
        }
        List<LoadFile> files = new ArrayList<>();
        String pattern = source.files().get();
        matches(pattern, pattern, source.location()).ifPresent(found -> {
            if (found.stream().noneMatch(Files::exists)) {
                problems.add(noMatch(source, pattern));
            } else {
                found.forEach(path -> add(path, registered(path), files));
            }
        });
        return files;
    }

    /** Empty, with a problem, when files cannot be looked for. */
    private Optional<List<Path>> matches(String pattern, String shown, @Nullable Location place) {
        try {
            return Optional.of(new FilePattern(root, pattern).files());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    "bad-pattern",
                    Severity.ERROR,
                    place,
                    "Cannot look for " + shown + ": " + e.getMessage(),
                    "A pattern is made of names, *, ?, [a-z], {a,b} and **, with / between folders."));
        } catch (IOException e) {
            problems.add(Problem.error("unreadable-folder", "Cannot look for " + shown + ": " + e.getMessage(), ""));
        }
        return Optional.empty();
    }

    private static Problem noMatch(SourceDefinition source, String pattern) {
        return Problem.error(
                "no-files",
                source.location(),
                "Cannot load " + source.name() + ": no file matches " + pattern,
                pattern.contains("\\")
                        ? "Folders are parted by /; \\ takes the meaning from a special character."
                        : "The pattern is relative to the project; * stands for any name, ** for any folders.");
    }

    private List<LoadFile> given(List<GivenFile> given) {
        List<LoadFile> files = new ArrayList<>();
        for (GivenFile file : given) {
            if (file instanceof GivenFile.Streamed streamed) {
                addStream(streamed.stream(), streamed.shown(), files);
            } else {
                GivenFile.OnDisk onDisk = (GivenFile.OnDisk) file;
                addGiven(onDisk, files);
            }
        }
        return files;
    }

    /** A pattern that the shell left alone is taken for what it is. */
    private void addGiven(GivenFile.OnDisk file, List<LoadFile> files) {
        boolean pattern = FilePattern.isPattern(file.shown()) && !Files.exists(file.path());
        if (!pattern) {
            add(file.path(), file.shown(), files);
            return;
        }
        matches(file.path().toString(), file.shown(), null).ifPresent(found -> {
            if (found.isEmpty()) {
                problems.add(Problem.error(
                        "no-files",
                        "Cannot load: no file matches " + file.shown(),
                        "* stands for any name, ** for any folders."));
            }
            found.forEach(path -> add(path, registered(path), files));
        });
    }

    private void add(Path path, String shown, List<LoadFile> files) {
        try {
            if (Files.isRegularFile(path) && !Files.isReadable(path)) {
                problems.add(ContentHash.unreadable(shown, new AccessDeniedException("permission denied")));
            } else if (Files.isRegularFile(path)) {
                files.add(new LoadFile(path, shown, registered(path), ContentHash.of(path, shown)));
            } else if (Files.exists(path) && !Files.isDirectory(path)) {
                addStream(Files.newInputStream(path), shown, files);
            } else {
                files.add(new LoadFile(path, shown, registered(path), ContentHash.known("")));
            }
        } catch (IOException e) {
            problems.add(ContentHash.unreadable(shown, e));
        }
    }

    private void addStream(InputStream stream, String shown, List<LoadFile> files) {
        try (stream) {
            Path copy = workspace.engine().files().spool(stream);
            files.add(new LoadFile(copy, shown, LoadFile.STREAM, ContentHash.of(copy, shown)));
        } catch (IOException e) {
            problems.add(ContentHash.unreadable(shown, e));
        }
    }

    private String registered(Path path) {
        Path normal = path.toAbsolutePath().normalize();
        return normal.startsWith(root) ? root.relativize(normal).toString() : normal.toString();
    }
}
