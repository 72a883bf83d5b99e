package hindsight.history;

/** Where a table's rows come from. */
public enum TableRole {
    /** From outside. */
    SOURCE,
    /** From SQL, stored. */
    MODEL,
    /** From SQL, not stored. */
    VIEW
}
