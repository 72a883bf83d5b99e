package hindsight.time;

/** A stretch of system time, as a user names it. What the CLI calls {@code A..B}. */
public sealed interface Span {
    /** Everything after one position, up to and including another. */
    record Between(Position after, Position upTo) implements Span {}

    /** What one commit did. */
    record Single(Position commit) implements Span {}
}
