package hindsight.sql.writer;

/** How far a SELECT is written: which clause was added last, in the order in which they take effect. */
enum Stage {
    FROM,
    WHERE,
    GROUP,
    WINDOW,
    QUALIFY,
    ORDER,
    LIMIT,
    /** Nothing can be added; it is read by another SELECT. */
    DONE;

    boolean atMost(Stage other) {
        return compareTo(other) <= 0;
    }
}
