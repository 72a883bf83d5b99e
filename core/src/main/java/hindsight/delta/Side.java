package hindsight.delta;

/** Which rows of an input a derived query reads. */
public enum Side {
    /** The rows that it had. */
    OLD("#old"),
    /** The rows that it has now. */
    NEW("#new"),
    /**
     * What was added to the old rows and retracted from them: the input's columns, {@link #WEIGHT}, and, where its head is read,
     * {@link #VERSION}.
     */
    DIFF("#diff"),
    /** The rows of its head, which are the old or the new ones, each with its {@link #VERSION}. */
    HEAD("#head");

    /** The column of a diff that says how often a row is added, or, if negative, retracted; a BIGINT. */
    public static final String WEIGHT = "_weight";
    /**
     * The column that tells versions of rows apart, a BIGINT. Where the head is read, each row of the diff has the weight 1 or -1, and
     * rows that stand in the head have their version there.
     */
    public static final String VERSION = "_version";

    private final String suffix;

    Side(String suffix) {
        this.suffix = suffix;
    }

    /** The name by which derived queries read this side of a table; no table of a user is named so. */
    public String of(String table) {
        return table + suffix;
    }
}
