package hindsight.project;

/** What the rows of a load say about the source. */
public enum LoadKind {
    /** The rows are the whole state. */
    SNAPSHOT,
    /** Each row replaces the one with its key. */
    UPSERT,
    /** The rows are added. */
    APPEND,
    /** Each row says by its {@code op} column whether it inserts, updates or deletes. */
    CHANGES
}
