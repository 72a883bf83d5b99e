package hindsight.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is there while something runs in it. */
final class Workplace {
    private Workplace() {}

    /** What to do in the folder. */
    interface Work {
        String in(Path folder) throws IOException;
    }

    static String in(Work work) throws IOException {
        Path folder = Files.createTempDirectory("hindsight-script").toRealPath();
        try {
            return work.in(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
