package hindsight.duckdb;

import hindsight.schema.Column;

/**
 * When two values are the same. Mostly when the engine calls them equal; but it calls intervals of one length equal, a month and thirty
 * days among them, and those are different values.
 */
final class Identity {
    private Identity() {}

    /** What two values of a column must share to be the same. */
    static String of(String value, Column column) {
        return isByText(column) ? value + "::VARCHAR" : value;
    }

    static String distinct(String a, String b, Column column) {
        return of(a, column) + " IS DISTINCT FROM " + of(b, column);
    }

    static String same(String a, String b, Column column) {
        return of(a, column) + " IS NOT DISTINCT FROM " + of(b, column);
    }

    /** The value itself, in a SELECT that groups by {@link #of}. */
    static String grouped(String value, Column column) {
        return isByText(column) ? "any_value(" + value + ")" : value;
    }

    /** Whether the engine calls different values of this column equal. */
    static boolean isByText(Column column) {
        return column.type().text().contains("INTERVAL");
    }
}
