package hindsight.duckdb;

import java.util.List;
import java.util.Random;

/** Random queries in every place of which the clock may be read, over others of {@link TypedQueries}. */
final class TimedQueries implements QuerySource {
    private final Random random;
    private final TypedQueries queries;

    TimedQueries(Random random) {
        this.random = random;
        this.queries = new TypedQueries(random);
    }

    @Override
    public List<String> tables() {
        return queries.tables();
    }

    @Override
    public String next() {
        String from = " FROM " + table() + " x";
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> "SELECT x.k, x.n, x.s, x.d" + from + " WHERE " + condition("x");
            case 3 ->
                "SELECT x.*, " + condition("x") + " AS c, " + pick("current_date - x.d", "x.d > today()", "1")
                        + " AS days, "
                        + pick("age(x.d)", "age(x.d::TIMESTAMPTZ)", "now()", "localtimestamp", "current_time") + " AS a"
                        + from;
            case 4 ->
                "SELECT x.s, count(*) FILTER (WHERE " + condition("x") + ") AS m, sum(CASE WHEN " + condition("x")
                        + " THEN x.n END) AS n" + from + pick("", " WHERE " + condition("x")) + " GROUP BY x.s";
            case 5 -> "SELECT " + condition("x") + " AS c, max(x.d) AS d, count(*) AS m" + from + " GROUP BY 1";
            default -> together(from);
        };
    }

    /** What is computed over several rows, or tables. */
    private String together(String from) {
        return switch (random.nextInt(6)) {
            case 0 ->
                "SELECT x.k, y.s, x.d FROM " + table() + " x "
                        + pick(
                                "JOIN",
                                "LEFT JOIN",
                                "RIGHT JOIN",
                                "FULL JOIN",
                                "SEMI JOIN m1 z USING (k) JOIN",
                                "ANTI JOIN m3 z USING (s) JOIN")
                        + " m1 y ON x.k = y.k AND "
                        + pick(
                                condition("x"),
                                condition("y"),
                                "x.d < y.d + (current_date - DATE '2025-01-02')::INTEGER");
            case 1 ->
                "SELECT x.*" + from + " WHERE x.k" + pick(" IN", " NOT IN") + " (SELECT z.k FROM m2 z WHERE "
                        + condition("z") + ")" + pick("", " OR " + condition("x"));
            case 2 ->
                "SELECT x.*, count(*) FILTER (WHERE " + condition("x") + ") OVER (PARTITION BY x.k) AS r" + from
                        + pick("", " QUALIFY r = 1 AND " + condition("x"));
            case 3 ->
                "SELECT DISTINCT " + pick("(current_date - x.d) % 2 AS e, ", "") + condition("x") + " AS c, x.k" + from;
            case 4 ->
                pick(
                        "SELECT x.k, x.d, y.n FROM " + table()
                                + " x ASOF LEFT JOIN m2 y ON x.k = y.k AND x.d >= y.d + (current_date - DATE '2025-01-03')::INTEGER",
                        "SELECT r::DATE AS d, m.n FROM range(DATE '2025-01-01', current_date, INTERVAL 1 DAY) t(r) "
                                + "LEFT JOIN m1 m ON m.d = r::DATE",
                        "SELECT v.d, m.k FROM (VALUES (current_date), (current_date - 1)) v(d) JOIN m1 m USING (d)",
                        "SELECT x.k, unnest([" + condition("x") + ", x.k = 1]) AS u" + from,
                        "SELECT x.s, max(x.d) AS d" + from + " GROUP BY x.s HAVING "
                                + condition("x").replace("x.d", "max(x.d)").replace("x.k", "min(x.k)"),
                        "SELECT x.*" + from + " ORDER BY " + condition("x") + ", x.d, x.k, x.n, x.s LIMIT 3");
            default ->
                "WITH RECURSIVE r AS (SELECT x.k, x.d, 0 AS i" + from + " WHERE " + condition("x")
                        + " UNION SELECT y.k, y.d, r.i + 1 FROM r JOIN m2 y ON y.k = r.k WHERE r.i < 2 AND "
                        + condition("y") + ") FROM r";
        };
    }

    private String table() {
        return random.nextBoolean() ? "m" + (1 + random.nextInt(3)) : "(" + queries.rows() + ")";
    }

    private String condition(String row) {
        String one = pick(
                "x.d " + pick(">", ">=", "<", "<=", "=", "<>", "IS DISTINCT FROM") + " current_date - "
                        + random.nextInt(3),
                "x.d::TIMESTAMP > localtimestamp - INTERVAL 30 HOUR",
                "today() >= x.d + x.k",
                "x.d BETWEEN now()::DATE - 1 AND ago(INTERVAL 6 HOUR)::DATE",
                "x.d > nullif(current_date, DATE '2025-01-03')",
                "x.d < nullif(current_date, DATE '2025-01-02')",
                "x.d::TIMESTAMPTZ < now() - INTERVAL 12 HOUR",
                "age(x.d) > INTERVAL 1 DAY",
                "current_date - x.d <= 2",
                "now() > TIMESTAMPTZ '2025-01-02 12:00:00+00'",
                "x.k = extract(day FROM now()) - 1",
                "list_contains([x.k, 1], (current_date - DATE '2025-01-01')::INTEGER)",
                "len(list_filter([x.d, DATE '2025-01-02'], e -> e < current_date)) > 0");
        String other = random.nextInt(4) > 0 ? one : "(" + one + pick(" AND ", " OR ") + "x.d < current_date + x.k)";
        return (random.nextInt(8) == 0 ? "NOT (" + other + ")" : "(" + other + ")").replace("x.", row + ".");
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
