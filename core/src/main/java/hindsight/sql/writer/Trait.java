package hindsight.sql.writer;

/** What a piece of SQL holds that limits where it can stand. */
enum Trait {
    /** An aggregate of the block. */
    AGGREGATE,
    /** A window function of the block. */
    WINDOW,
    /** A subquery. */
    SUBQUERY,
    /** A call that may give another value each time. */
    CHANCE
}
