package hindsight.run;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.SourceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** The files that a source declares, in name order. */
final class DeclaredFiles {
    private static final String WILD = "*?[{";

    private DeclaredFiles() {}

    /** @throws InvalidException when there is none */
    static List<LoadRequest.Input> of(SourceDefinition source, Path root) {
        String pattern = source.files().orElseThrow();
        Path start = start(root, pattern);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute(root, pattern));
        List<Path> found = Files.isDirectory(start) ? walk(start, matcher) : literal(root, pattern);
        if (found.isEmpty()) {
            throw new InvalidException(Problem.error(
                    "no-files",
                    source.location(),
                    "Cannot load source " + source.name() + ": no file matches " + pattern,
                    "Put files there, or mend 'files'; the pattern is relative to the project."));
        }
        return found.stream()
                .map(file -> new LoadRequest.Input(source.name(), file, shown(root, file)))
                .toList();
    }

    /** The deepest folder without a wild card. */
    private static Path start(Path root, String pattern) {
        Path folder = root;
        Path written = Path.of(absolute(root, pattern));
        Path top = written.getRoot();
        if (top != null) {
            folder = top;
        }
        for (Path part : written) {
            if (part.toString().chars().anyMatch(c -> WILD.indexOf(c) >= 0)) {
                break;
            }
            folder = folder.resolve(part);
        }
        return folder;
    }

    private static String absolute(Path root, String pattern) {
        String escaped = root.toString().replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1");
        return pattern.startsWith("/") ? pattern : escaped + "/" + pattern.replaceFirst("^(\\./)+", "");
    }

    private static List<Path> literal(Path root, String pattern) {
        Path file = root.resolve(pattern);
        return Files.exists(file) ? List.of(file) : List.of();
    }

    private static List<Path> walk(Path start, PathMatcher matcher) {
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> matcher.matches(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidException(Problem.error(
                    "unreadable-folder", "Cannot list " + start + ": " + e.getMessage(), "Check its rights."));
        }
    }

    private static String shown(Path root, Path file) {
        return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
    }
}
