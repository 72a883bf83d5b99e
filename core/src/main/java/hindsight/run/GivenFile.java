package hindsight.run;

import java.io.InputStream;
import java.nio.file.Path;

/** A file that a user names on the command line. */
public sealed interface GivenFile {
    /** As the user wrote it, for messages. */
    String shown();

    /** Where there is a file, or a pattern for files. */
    record OnDisk(Path path, String shown) implements GivenFile {}

    /** What comes in by a stream, which is read once. */
    record Streamed(InputStream stream, String shown) implements GivenFile {}
}
