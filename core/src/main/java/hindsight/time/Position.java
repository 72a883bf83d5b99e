package hindsight.time;

import java.time.Instant;

/** A position on the system-time axis, as a user names it. What the CLI calls S. */
public sealed interface Position {
    /** The newest commit. */
    record Head() implements Position {}

    /** The last commit with this seq or a lower one. */
    record Version(long seq) implements Position {}

    /** The last commit at this moment or before. */
    record Moment(Instant instant) implements Position {}

    /** The commit that carries this tag. */
    record Tag(String name) implements Position {}
}
