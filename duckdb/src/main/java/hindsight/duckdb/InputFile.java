package hindsight.duckdb;

import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file to load, known to be there.
 *
 * @param path where it is
 * @param name as the user wrote it
 */
record InputFile(Path path, String name, FileFormat format, boolean gzipped) {
    private static final int BUFFER = 1 << 16;

    /** Its content, unpacked. */
    InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        return gzipped ? new GZIPInputStream(raw, BUFFER) : raw;
    }

    InputFile at(Path copy) {
        return new InputFile(copy, name, format, false);
    }

    Location location() {
        return Location.ofFile(name);
    }

    /** A failure that concerns the file as a whole. */
    InvalidException invalid(String code, String message, String hint) {
        return new InvalidException(Problem.error(code, location(), message, hint));
    }
}
