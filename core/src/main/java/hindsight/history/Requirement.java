package hindsight.history;

/** What must still be so when a draft is published; else it is refused and nothing happens. */
public sealed interface Requirement {
    /** The rows and the definition of a table are those of {@code memory}. */
    record Unchanged(TableMemory memory) implements Requirement {}

    /** There is no table of this name, or only a dropped one. */
    record Absent(String name) implements Requirement {}

    /** The last commit of the line is this one. */
    record Unmoved(long head) implements Requirement {}
}
