package hindsight.sql;

import hindsight.schema.Column;

/**
 * When two values are the same. Mostly when the engine calls them equal; but it calls intervals of one length equal, a month and thirty
 * days among them, and those are different values.
 */
public final class Identity {
    private Identity() {}

    /** What two values of a column must share to be the same. */
    public static String of(String value, Column column) {
        return isByText(column) ? value + "::VARCHAR" : value;
    }

    public static String distinct(String a, String b, Column column) {
        return of(a, column) + " IS DISTINCT FROM " + of(b, column);
    }

    public static String same(String a, String b, Column column) {
        return of(a, column) + " IS NOT DISTINCT FROM " + of(b, column);
    }

    /** The value itself, in a SELECT that groups by {@link #of}. */
    public static String grouped(String value, Column column) {
        return isByText(column) ? "any_value(" + value + ")" : value;
    }

    /** Whether the engine calls different values of this column equal. */
    public static boolean isByText(Column column) {
        return column.type().text().contains("INTERVAL");
    }
}
