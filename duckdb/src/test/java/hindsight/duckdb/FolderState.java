package hindsight.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a warehouse with a hash of what is in each; those that are only scratch or log are left out. */
final class FolderState {
    private FolderState() {}

    static Map<String, Long> of(Path folder) {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith("log") && !name.startsWith("scratch")) {
                    found.put(name, (long) Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
