package hindsight.delta;

/** Which rows of an input a derived query reads. */
public enum Side {
    /** The rows that it had. */
    OLD("#old"),
    /** The rows that it has now. */
    NEW("#new"),
    /** The net diff between those: its columns, and behind them {@code _weight}, a BIGINT. */
    DIFF("#diff");

    /** The column of a diff that says how many rows are added, or, if negative, retracted. */
    public static final String WEIGHT = "_weight";

    private final String suffix;

    Side(String suffix) {
        this.suffix = suffix;
    }

    /** The name by which derived queries read this side of a table; no table of a user is named so. */
    public String of(String table) {
        return table + suffix;
    }
}
