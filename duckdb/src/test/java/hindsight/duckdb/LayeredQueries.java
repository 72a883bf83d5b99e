package hindsight.duckdb;

import java.util.List;
import java.util.Random;

/** One operator over another, each of every kind as often, over the tables of {@link TypedQueries}: what random queries come to seldom. */
final class LayeredQueries implements QuerySource {
    private static final String ROW = "x.k, x.n, x.s, x.d";

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
        String lower = random.nextInt(4) == 0 ? table() : "(" + lower() + ")";
        return random.nextInt(3) == 0 ? lower() : upper(lower);
    }

    private String table() {
        return "m" + (1 + random.nextInt(3));
    }

    /** A query of the columns that tables have. */
    private String lower() {
        String one = table();
        String other = table();
        return pick(
                set(one, "UNION", other),
                set(one, "UNION ALL", other),
                set(one, "EXCEPT", other),
                set(one, "EXCEPT ALL", other),
                set(one, "INTERSECT", other),
                set(one, "INTERSECT ALL", other),
                joined(one, "JOIN", other),
                joined(one, "LEFT JOIN", other),
                joined(one, "FULL JOIN", other),
                found(one, "SEMI JOIN", other),
                found(one, "ANTI JOIN", other),
                "SELECT x.k, y.n, x.s, y.d FROM " + one + " x ASOF " + pick("JOIN ", "LEFT JOIN ") + other + " y ON "
                        + pick("x.k = y.k AND x.d >= y.d", "x.s = y.s AND x.n > y.n", "x.d <= y.d"),
                "SELECT x.k, x.n, (SELECT y.s FROM (SELECT DISTINCT ON (k, n) * FROM " + other
                        + " ORDER BY s, d) y WHERE y.k = x.k AND y.n = x.n) AS s, x.d FROM " + one + " x",
                "SELECT (x.k " + pick("IN", "NOT IN") + " (SELECT y.k FROM " + other
                        + " y))::INTEGER AS k, x.n, x.s, x.d FROM " + one + " x",
                "SELECT x.k, (SELECT " + pick("sum(y.n)", "max(y.n)") + " FROM " + other
                        + " y)::DECIMAL(5, 1) AS n, x.s, x.d FROM " + one + " x",
                "SELECT x.k, sum(x.n)::DECIMAL(5, 1) AS n, x.s, max(x.d) AS d FROM " + one + " x GROUP BY x.k, x.s",
                "SELECT count(*)::INTEGER AS k, sum(x.n)::DECIMAL(5, 1) AS n, x.s, x.d FROM " + one + " x GROUP BY "
                        + pick("x.s, x.d", "ROLLUP (x.s, x.d)", "CUBE (x.s, x.d)"),
                "SELECT count(*)::INTEGER AS k, sum(x.n)::DECIMAL(5, 1) AS n, NULL::VARCHAR AS s, DATE '2025-01-01' AS d FROM "
                        + one + " x",
                "SELECT DISTINCT " + ROW + " FROM " + one + " x",
                "SELECT DISTINCT ON (x.k, x.s) " + ROW + " FROM " + one + " x ORDER BY x.n, x.d",
                "SELECT x.k, x.n, x.s, max(x.d) OVER (PARTITION BY " + pick("x.k", "x.k, x.s") + ") AS d FROM " + one
                        + " x",
                "SELECT x.k, x.n, x.s, max(x.d) OVER () AS d FROM " + one + " x",
                "SELECT sum(x.k) OVER (PARTITION BY x.s)::INTEGER AS k, x.n, x.s, min(x.d) OVER (PARTITION BY x.s, x.k) AS d FROM "
                        + one + " x",
                "SELECT " + ROW + " FROM " + one + " x ORDER BY x.n, x.s LIMIT 3",
                "SELECT unnest([x.k, 1]) AS k, x.n, x.s, x.d FROM " + one + " x",
                "SELECT " + ROW + " FROM " + one + " x WHERE x.n > 0 OR x.s IS NULL",
                "SELECT x.k + 1 AS k, x.n, x.s, x.d FROM " + one + " x",
                "WITH RECURSIVE r AS (SELECT " + ROW + ", 0 AS i FROM " + one
                        + " x UNION ALL SELECT y.k, y.n, r.s, y.d, r.i + 1 FROM r JOIN " + other
                        + " y ON y.s = r.s WHERE r.i < 2) SELECT r.k, r.n, r.s, r.d FROM r");
    }

    private String upper(String lower) {
        String from = " FROM " + lower + " x";
        String other = table();
        return pick(
                "SELECT x.s, count(*) AS m, sum(x.n) AS n" + from + " GROUP BY x.s",
                "SELECT x.k, x.s, count(x.d) AS m, sum(x.k) AS n" + from + " GROUP BY x.k, x.s",
                "SELECT x.k, max(x.n) AS n, min(x.s) AS s" + from + " GROUP BY x.k",
                "SELECT count(*) AS m, sum(x.n) AS n" + from,
                "SELECT x.k, x.s, count(*) AS m" + from + " GROUP BY ROLLUP (x.k, x.s)",
                "SELECT DISTINCT x.k, x.s" + from,
                "SELECT DISTINCT ON (x.k) " + ROW + from + " ORDER BY x.n, x.s, x.d",
                "SELECT " + ROW + ", rank() OVER (PARTITION BY x.s ORDER BY x.n) AS r" + from,
                "SELECT y.k, x.n FROM " + other + " y LEFT JOIN " + lower + " x ON x.k = y.k",
                "SELECT " + ROW + ", y.n AS o" + from + " JOIN " + other + " y ON x.s = y.s",
                found(lower, pick("SEMI JOIN", "ANTI JOIN"), other),
                found(other, pick("SEMI JOIN", "ANTI JOIN"), lower),
                set(lower, pick("EXCEPT", "INTERSECT", "EXCEPT ALL", "INTERSECT ALL"), other));
    }

    private static String set(String one, String operation, String other) {
        return "(FROM " + one + ") " + operation + " (FROM " + other + ")";
    }

    private String joined(String one, String kind, String other) {
        return "SELECT " + pick("x.k, y.n, x.s, y.d", "y.k, x.n, y.s, x.d") + " FROM " + one + " x " + kind + " "
                + other
                + " y ON "
                + pick("x.k = y.k", "x.s = y.s AND x.k = y.k", "x.k IS NOT DISTINCT FROM y.k", unequal(kind));
    }

    private String unequal(String kind) {
        return kind.startsWith("FULL") ? "x.d = y.d" : pick("x.n < y.n", "x.k = y.k OR x.s = y.s");
    }

    private String found(String one, String kind, String other) {
        return "SELECT " + ROW + " FROM " + one + " x " + kind + " " + other + " y ON "
                + pick("x.k = y.k", "x.s = y.s AND x.k = y.k", "x.k IS NOT DISTINCT FROM y.k", unequal(kind));
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
