package hindsight.relation.canonical;

/** In what the rows of a canonical form may be others than those that the text gives, run as it is written. */
public enum Difference {
    /** An order is said where the text leaves one open, so other rows can come first where ties occur. */
    TIES,
    /** Averages are divided by SQL, so their last bit can be another. */
    AVERAGES,
    /** Floating values are added in one order, so the last digits of sums can be others. */
    FLOATS
}
