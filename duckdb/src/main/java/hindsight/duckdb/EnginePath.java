package hindsight.duckdb;

import java.nio.file.Path;

/** Writes paths for the engine, which takes some characters for patterns. */
final class EnginePath {
    private EnginePath() {}

    /** The path, as a pattern that only it matches. */
    static String of(Path path) {
        return path.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]");
    }
}
