package hindsight.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that a pattern such as {@code data/orders/*.csv} means: {@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}} and {@code **}. */
final class FilePattern {
    private static final String SPECIAL = "*?[{";

    private final Path folder;
    private final String pattern;

    /** @param folder that the pattern is relative to */
    FilePattern(Path folder, String pattern) {
        boolean absolute = Path.of(pattern).isAbsolute();
        this.folder = absolute ? folder.getRoot() : folder;
        this.pattern = absolute ? folder.getRoot().relativize(Path.of(pattern)).toString() : pattern;
    }

    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /** The files, in order of their names; a name without special characters means itself. Hidden files are left out. */
    List<Path> files() throws IOException {
        if (!isPattern(pattern) || Files.exists(folder.resolve(pattern))) {
            return List.of(folder.resolve(pattern).normalize());
        }
        Path start = start();
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        int depth = pattern.contains("**") ? Integer.MAX_VALUE : depth();
        PathMatcher matcher =
                FileSystems.getDefault().getPathMatcher("glob:" + escaped(folder) + pattern.replace("**/", "{**/,}"));
        try (Stream<Path> walk = Files.walk(start, depth, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(path -> matcher.matches(path) && !isHidden(path) && !Files.isDirectory(path))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The deepest folder without special characters in its name. */
    Path start() {
        Path start = folder;
        for (Path part : Path.of(pattern)) {
            if (isPattern(part.toString())) {
                return start.normalize();
            }
            start = start.resolve(part);
        }
        return start.normalize();
    }

    private int depth() {
        return Path.of(pattern).getNameCount();
    }

    private boolean isHidden(Path path) {
        for (Path part : start().relativize(path)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String escaped(Path path) {
        String text = path.normalize().toString().replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
        return text.endsWith("/") ? text : text + "/";
    }
}
