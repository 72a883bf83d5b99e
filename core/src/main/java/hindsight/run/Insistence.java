package hindsight.run;

/** What a load does only when the user insists. */
public enum Insistence {
    /** Takes content that was taken before. */
    AGAIN,
    /** Appends a file that was appended before with other content. */
    AS_NEW,
    /** Retracts more than a fifth of a table by a snapshot. */
    ALLOW_DELETES,
    /** Takes NULL for columns that a file does not have. */
    MISSING_AS_NULL
}
