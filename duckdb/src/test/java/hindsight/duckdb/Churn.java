package hindsight.duckdb;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Changes tables by chance: of the rows that a table began with, some are there, some several times, some with other values. */
final class Churn {
    private static final int ALL = 100;

    private final Session session;
    private final Random random;

    Churn(Session session, Random random) {
        this.session = session;
        this.random = random;
    }

    /** From now on, the rows that the table has are those which may come and go. */
    void begin(String table) {
        session.execute("CREATE OR REPLACE TABLE " + pool(table) + " AS SELECT *, hash(rowid + " + seed()
                + ") AS _drawn FROM " + table);
        redraw(table);
    }

    /** Between none and all of the rows are drawn anew. */
    void change(String table) {
        int share = random.nextInt(3) == 0 ? random.nextInt(ALL + 1) : random.nextInt(30);
        session.execute("UPDATE " + pool(table) + " SET _drawn = hash(rowid + " + seed() + ") WHERE hash(rowid + "
                + seed() + ") % 100 < " + share);
        redraw(table);
    }

    private void redraw(String table) {
        int there = random.nextInt(8) == 0 ? random.nextInt(2) * ALL : 60 + random.nextInt(ALL / 3);
        List<String> columns = session.list(
                "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = '" + table
                        + "' ORDER BY column_index",
                row -> '"' + row.getString(1) + '"');
        // A value comes from one of the two rows before: which one does not depend on who else is there.
        String values = columns.stream()
                .map(column -> "CASE WHEN hash(_drawn + " + columns.indexOf(column) + ") % 9 = 0 THEN lag(" + column
                        + ", 1 + (_drawn % 2)::INTEGER) OVER (ORDER BY rowid) ELSE " + column + " END AS " + column)
                .collect(Collectors.joining(", "));
        session.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT " + String.join(", ", columns)
                + " FROM (SELECT "
                + values + ", _drawn FROM " + pool(table) + "), range(2) copies(copy) WHERE _drawn % 100 < " + there
                + " AND (copy = 0 OR _drawn % 7 = 0)");
    }

    private static String pool(String table) {
        return "\"" + table + "#pool\"";
    }

    private int seed() {
        return random.nextInt(1_000_000);
    }
}
