package hindsight.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Files that a pattern such as {@code data/orders/*.csv} means: {@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}} and {@code **}. */
final class FilePattern {
    private static final String SPECIAL = "*?[{";

    private final Path folder;
    private final String pattern;

    /**
     * Reads a pattern; {@code .} and empty parts of it mean nothing, {@code ..} takes the part before it away.
     *
     * @param folder that the pattern is relative to; special characters in its own name mean nothing
     * @throws IllegalArgumentException when it cannot be a pattern; the message says why
     */
    FilePattern(Path folder, String pattern) {
        boolean inside = Path.of(pattern).startsWith(folder);
        boolean absolute = !inside && Path.of(pattern).isAbsolute();
        Path start = absolute ? folder.getRoot() : folder.normalize();
        String relative = inside ? folder.relativize(Path.of(pattern)).toString() : pattern;
        Deque<String> parts = new ArrayDeque<>();
        for (String part : relative.split("/", -1)) {
            if (!part.equals("..")) {
                Stream.of(part)
                        .filter(name -> !name.isEmpty() && !name.equals("."))
                        .forEach(parts::addLast);
            } else if (parts.isEmpty()) {
                start = start.getParent() == null ? start : start.getParent();
            } else if (isPattern(parts.removeLast())) {
                throw new IllegalArgumentException("'..' stands behind a part that has several meanings");
            }
        }
        if (pattern.endsWith("/") && isPattern(pattern)) {
            throw new IllegalArgumentException("it ends in '/', so it means folders and not files");
        }
        this.folder = start;
        this.pattern = String.join("/", parts);
    }

    static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /**
     * The files, in order of their names; a name without special characters means itself. Hidden files are left out.
     *
     * @throws IllegalArgumentException when brackets or braces of the pattern do not fit together
     */
    List<Path> files() throws IOException {
        if (!isPattern(pattern) || Files.exists(folder.resolve(pattern))) {
            return List.of(folder.resolve(pattern).normalize());
        }
        Path start = start();
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        int depth = pattern.contains("**") ? Integer.MAX_VALUE : depth();
        PathMatcher matcher = matcher();
        try (Stream<Path> walk = Files.walk(start, depth, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(path -> matcher.matches(path) && !isHidden(path) && !Files.isDirectory(path))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private PathMatcher matcher() {
        try {
            return FileSystems.getDefault()
                    .getPathMatcher("glob:" + escaped(folder) + pattern.replace("**/", "{**/,}"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("its brackets or braces do not fit together", e);
        }
    }

    /** The deepest folder without special characters in its name. */
    private Path start() {
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
