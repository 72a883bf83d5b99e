package hindsight.duckdb;

import java.util.List;
import java.util.Random;

/** One operator over another, each of every kind as often, over the tables of {@link TypedQueries}: what random queries come to seldom. */
final class LayeredQueries implements QuerySource {
    private static final String ROW = "x.k, x.n, x.s, x.d";

    /** Of both sides of a join and of the clock: it is not moved below the join. */
    private static final String LATER = "x.d <= y.d + (current_date - DATE '2025-01-02')::INTEGER";

    private final Random random;
    private final TypedQueries queries;

    LayeredQueries(Random random) {
        this.random = random;
        this.queries = new TypedQueries(random);
    }

    @Override
    public List<String> tables() {
        return queries.tables();
    }

    @Override
    public String next() {
        String table = table();
        return switch (random.nextInt(10)) {
            case 0 -> layer(table, table());
            case 1, 2 -> layer(table, in(layer(table(), table())));
            case 3, 4 -> grouping(in(lower(table())));
            case 5, 6 -> over(in(grouping(table())), table);
            default -> layer(in(layer(table(), table())), table);
        };
    }

    private static String in(String query) {
        return "(" + query + ")";
    }

    /** What hands keys of changed rows to what it reads. */
    private String grouping(String one) {
        return random.nextBoolean() ? grouped(one) : chosen(one);
    }

    /** What is handed keys to. */
    private String lower(String one) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> chosen(one);
            case 2, 3 -> over(one, table());
            default -> rowwise(one, table());
        };
    }

    /** What has the keys of what it reads. */
    private String over(String one, String other) {
        return random.nextInt(3) == 0 ? sought(one, other) : joined(one, other);
    }

    private String table() {
        return "m" + (1 + random.nextInt(3));
    }

    /** A query of the columns that tables have, as those that it reads. */
    private String layer(String one, String other) {
        return switch (random.nextInt(11)) {
            case 0, 1 -> set(one, other);
            case 2, 3, 4 -> joined(one, other);
            case 5, 6 -> asOf(one, other);
            case 7 -> sought(one, other);
            case 8 -> grouped(one);
            case 9 -> chosen(one);
            default -> rowwise(one, other);
        };
    }

    private String set(String one, String other) {
        return "(FROM " + one + ") " + pick("UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL", "INTERSECT", "INTERSECT ALL")
                + " (FROM " + other + ")";
    }

    private String joined(String one, String other) {
        String kind = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "SEMI JOIN", "ANTI JOIN");
        boolean isFull = kind.equals("FULL JOIN");
        String columns = kind.startsWith("SEMI") || kind.startsWith("ANTI")
                ? ROW
                : pick("x.k, y.n, x.s, y.d", "y.k, x.n, y.s, x.d");
        String on = pick(
                "x.k = y.k",
                "x.s = y.s AND x.k = y.k",
                "x.k IS NOT DISTINCT FROM y.k",
                "x.k = y.k AND " + pick(clocked("x"), clocked("y"), LATER),
                isFull ? "x.d = y.d" : pick("x.n < y.n", "x.k = y.k OR x.s = y.s", "x.d < y.d"),
                isFull
                        ? "x.d = y.d"
                        : pick("x.n < y.n AND ", "x.d < y.d AND ") + pick(clocked("x"), clocked("y"), LATER));
        return "SELECT " + columns + " FROM " + one + " x " + kind + " " + other + " y ON " + on;
    }

    private String asOf(String one, String other) {
        String on = pick(
                "x.k = y.k AND x.d >= y.d",
                "x.s = y.s AND x.n > y.n",
                "x.d <= y.d",
                "x.n >= y.n",
                "x.k = y.k AND x.d >= y.d + (current_date - DATE '2025-01-03')::INTEGER",
                "x.d >= y.d + (current_date - DATE '2025-01-03')::INTEGER");
        return "SELECT " + pick("x.k, y.n, x.s, y.d", "x.k, x.n, y.s, y.d") + " FROM " + one + " x ASOF "
                + pick("JOIN ", "LEFT JOIN ") + other + " y ON " + on;
    }

    /** What is looked up for each row: as a mark, or as a value of which there may be but one. */
    private String sought(String one, String other) {
        return "SELECT "
                + pick(
                        "(x.k " + pick("IN", "NOT IN") + " (SELECT y.k FROM " + other
                                + pick(" y", " y WHERE y.s = x.s", " y WHERE " + clocked("y"))
                                + "))::INTEGER AS k, x.n, x.s, x.d",
                        "EXISTS (SELECT 1 FROM " + other + " y WHERE y.n " + pick("<", "=", "IS NOT DISTINCT FROM")
                                + " x.n)::INTEGER AS k, x.n, x.s, x.d",
                        "x.k, (SELECT " + pick("sum(y.n)", "max(y.n)") + " FROM " + other
                                + " y)::DECIMAL(5, 1) AS n, x.s, x.d",
                        "x.k, x.n, (SELECT y.s FROM (SELECT DISTINCT k, n, s, d FROM " + other + ") y WHERE "
                                + pick(
                                        "y.k = x.k AND y.n = x.n AND y.d = x.d",
                                        "y.k = x.k AND y.d = x.d AND y.n > x.n",
                                        "y.k = x.k AND y.d = x.d AND y.n = x.n AND " + clocked("y"),
                                        "y.k < x.k AND y.d < x.d AND y.n > x.n",
                                        "y.k < x.k AND y.d > x.d AND y.n < x.n AND " + clocked("y"))
                                + ") AS s, x.d",
                        "x.k, x.n, (SELECT y.s FROM (SELECT k, max(s) AS s, max(d) AS d FROM " + other
                                + " GROUP BY k) y WHERE y.k + 1 = x.k" + pick("", " AND " + clocked("y"))
                                + ") AS s, x.d")
                + " FROM " + one + " x";
    }

    private String grouped(String one) {
        String from = " FROM " + one + " x";
        String sum = pick("sum(x.n)", "max(x.n)", "sum(x.n) FILTER (WHERE " + clocked("x") + ")");
        return pick(
                "SELECT x.k, " + sum + "::DECIMAL(5, 1) AS n, x.s, max(x.d) AS d" + from + " GROUP BY x.k, x.s",
                "SELECT x.k, " + sum + "::DECIMAL(5, 1) AS n, min(x.s) AS s, max(x.d) AS d" + from + " GROUP BY x.k",
                "SELECT count(*)::INTEGER AS k, " + sum + "::DECIMAL(5, 1) AS n, x.s, x.d" + from + " GROUP BY "
                        + pick("x.s, x.d", "ROLLUP (x.s, x.d)", "CUBE (x.s, x.d)"),
                "SELECT count(*)::INTEGER AS k, " + sum
                        + "::DECIMAL(5, 1) AS n, NULL::VARCHAR AS s, DATE '2025-01-01' AS d" + from);
    }

    private String chosen(String one) {
        String from = " FROM " + one + " x";
        return pick(
                "SELECT DISTINCT " + ROW + from,
                "SELECT DISTINCT ON (x.k, x.s" + pick("", ", " + clocked("x")) + ") " + ROW + from
                        + " ORDER BY x.n, x.d",
                "SELECT x.k, x.n, x.s, max(x.d)" + pick("", " FILTER (WHERE " + clocked("x") + ")")
                        + " OVER (PARTITION BY " + pick("x.k", "x.k, x.s") + ") AS d" + from,
                "SELECT x.k, x.n, x.s, max(x.d)" + pick("", " FILTER (WHERE " + clocked("x") + ")") + " OVER () AS d"
                        + from,
                "SELECT min(x.k) OVER (PARTITION BY x.s) AS k, x.n, x.s, min(x.d)"
                        + pick("", " FILTER (WHERE " + clocked("x") + ")") + " OVER (PARTITION BY x.s, x.k) AS d"
                        + from,
                "SELECT " + ROW + from + " ORDER BY " + pick("x.n, x.s", clocked("x") + ", x.n, x.s") + " LIMIT 3",
                "SELECT " + ROW + from + " ORDER BY x.n, x.s");
    }

    private String rowwise(String one, String other) {
        String from = " FROM " + one + " x";
        return pick(
                "SELECT unnest([x.k, " + pick("1", "current_date - x.d") + "]) AS k, x.n, x.s, x.d" + from,
                "SELECT " + ROW + from + " WHERE x.n > 0 OR x.s IS NULL",
                "SELECT " + ROW + from + " WHERE " + clocked("x"),
                "SELECT x.k + 1 AS k, x.n, x.s, x.d" + from,
                "SELECT v.k, x.n, x.s, v.d FROM (VALUES (1, current_date), (2, current_date - 1)) v(k, d) "
                        + pick("JOIN ", "LEFT JOIN ") + one + " x USING (d)",
                "SELECT x.k, x.n, x.s, r::DATE AS d FROM range(DATE '2025-01-01', current_date, INTERVAL 1 DAY) t(r) "
                        + pick("JOIN ", "LEFT JOIN ") + one + " x ON x.d = r::DATE",
                "WITH RECURSIVE r AS (SELECT " + ROW + ", 0 AS i" + from
                        + " UNION ALL SELECT y.k, y.n, r.s, y.d, r.i + 1 FROM r JOIN " + other
                        + " y ON y.s = r.s WHERE r.i < 2) SELECT r.k, r.n, r.s, r.d FROM r");
    }

    private String clocked(String row) {
        return row + "."
                + pick(
                        "d >= current_date - 1",
                        "d < current_date",
                        "k = current_date - DATE '2025-01-01'",
                        "d > nullif(current_date, DATE '2025-01-03')");
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
