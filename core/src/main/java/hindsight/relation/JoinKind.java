package hindsight.relation;

/** Which pairs and which rows without a partner a join gives, and with which columns. */
public enum JoinKind {
    /** Pairs. */
    INNER,
    /** Pairs, and left rows without a partner, with NULLs. */
    LEFT,
    /** Pairs, and right rows without a partner, with NULLs. */
    RIGHT,
    /** Pairs, and rows of both sides without a partner, with NULLs. */
    FULL,
    /** Left rows that have a partner, once. */
    SEMI,
    /** Left rows that have no partner. */
    ANTI,
    /**
     * Left rows with one more column: true where the conditions hold with some right row, else NULL where they may hold with some,
     * else false. The columns of the right side are not given.
     */
    MARK,
    /** As LEFT, but it is an error where a left row has two partners. */
    SINGLE;

    /** Whether rows of the left side can come without a partner, so that the right columns are NULL. */
    public boolean padsRight() {
        return this == LEFT || this == FULL || this == SINGLE;
    }

    /** Whether rows of the right side can come without a partner, so that the left columns are NULL. */
    public boolean padsLeft() {
        return this == RIGHT || this == FULL;
    }

    /** Whether the columns of the right side are given. */
    public boolean givesRight() {
        return this != SEMI && this != ANTI && this != MARK;
    }
}
