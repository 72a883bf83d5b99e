package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Finds the SQL files below a folder, links followed, hidden files and folders left out. */
final class SqlFiles extends SimpleFileVisitor<Path> {
    private static final String EXTENSION = ".sql";

    private final Path folder;
    private final Problems problems;
    private final List<Path> found = new ArrayList<>();

    private SqlFiles(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** In order of their paths; none when there is no such folder. */
    static List<Path> below(Path folder, Problems problems) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        SqlFiles files = new SqlFiles(folder, problems);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, files);
        } catch (IOException e) {
            files.reject(folder, e);
        }
        return files.found.stream().sorted().toList();
    }

    /** The file's name without its extension. */
    static String baseName(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - EXTENSION.length());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return hidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!hidden(file)
                && file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION)) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        reject(file, e);
        return FileVisitResult.CONTINUE;
    }

    private boolean hidden(Path file) {
        return !file.equals(folder) && file.getFileName().toString().startsWith(".");
    }

    private void reject(Path file, IOException e) {
        String name = file.equals(folder)
                ? folder.getFileName().toString()
                : folder.getFileName() + "/"
                        + folder.relativize(file).toString().replace('\\', '/');
        String reason = e instanceof FileSystemLoopException ? "its links run in a circle" : "it cannot be listed";
        problems.add(Problem.error(
                "unreadable-file",
                Location.ofFile(name),
                "Cannot read " + name + ": " + reason,
                "Check the folder, its links and its rights"));
    }
}
