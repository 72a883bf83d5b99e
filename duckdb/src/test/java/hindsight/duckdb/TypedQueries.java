package hindsight.duckdb;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random queries over {@code m1}, {@code m2} and {@code m3}, whose columns are a whole number {@code k}, a decimal {@code n}, a text
 * {@code s} and a date {@code d}; so are those of every query, which makes any query a table for another.
 */
final class TypedQueries implements QuerySource {
    private static final String ROW = "x.k, x.n, x.s, x.d";

    private final Random random;

    TypedQueries(Random random) {
        this.random = random;
    }

    @Override
    public List<String> tables() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(number -> "CREATE OR REPLACE TABLE m" + number + " AS SELECT * FROM (VALUES "
                        + IntStream.range(0, random.nextInt(10) == 0 ? 1 : 4 + random.nextInt(6))
                                .mapToObj(row -> row())
                                .collect(Collectors.joining(", "))
                        + ") t(k, n, s, d)")
                .toList();
    }

    private String row() {
        return "(" + cell("%d", "INTEGER") + ", " + cell("%d.5", "DECIMAL(5, 1)") + ", " + cell("'s%d'", "VARCHAR")
                + ", " + cell("'2025-01-0'||(%d + 1)", "DATE") + ")";
    }

    private String cell(String form, String type) {
        return "(" + (random.nextInt(5) == 0 ? "NULL" : form.formatted(random.nextInt(3))) + ")::" + type;
    }

    @Override
    public String next() {
        String query = query(random.nextInt(4) == 0 ? 2 : 1);
        return switch (random.nextInt(8)) {
            case 0 ->
                "SELECT x.*, to_days(x.k * 30) + to_months(x.k) AS i, [x.k, 1] AS l, {'a': x.s, 'b': x.n} AS st FROM ("
                        + query + ") x";
            case 1 -> "SELECT x.s, x.n::DOUBLE / 3 AS f, sum(x.n::DOUBLE / 7) AS g FROM (" + query + ") x GROUP BY ALL";
            case 2 ->
                "SELECT DISTINCT to_days(30) AS i, list(x.k ORDER BY x.k, x.s) AS l, stddev_samp(x.k) AS v FROM ("
                        + query + ") x GROUP BY x.s";
            default -> query;
        };
    }

    /** A query of the columns that tables have. */
    String rows() {
        return query(1);
    }

    private String table(int depth) {
        if (depth <= 0 || random.nextInt(4) == 0) {
            return "m" + (1 + random.nextInt(3));
        }
        return "(" + (random.nextBoolean() ? together(depth - 1) : query(depth - 1)) + ")";
    }

    /** What is computed over several rows: of it, keys must not pick some. */
    private String together(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> chosen(depth);
            case 1 -> grouped(depth);
            case 2 -> windowed(depth);
            case 3 -> set(depth);
            default -> joined(depth);
        };
    }

    private String set(int depth) {
        return "(FROM " + table(depth) + ") "
                + pick("UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL") + " (SELECT " + ROW
                + " FROM " + table(random.nextBoolean() ? depth : depth - 1) + " x)";
    }

    private String query(int depth) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> "SELECT " + ROW + " FROM " + table(depth) + " x WHERE " + condition(depth);
            case 2 -> projected(depth);
            case 3, 4, 5 -> joined(depth);
            case 6 -> asOf(depth);
            case 7 -> unnested(depth);
            case 8 -> set(depth);
            case 9, 10 -> grouped(depth);
            case 11 -> windowed(depth);
            case 12 -> chosen(depth);
            default -> random.nextBoolean() ? recursive(depth) : twice(depth);
        };
    }

    private String projected(int depth) {
        return "SELECT " + number() + " AS k, "
                + pick(
                        "x.n",
                        "x.n * 2",
                        "abs(x.n - x.k)::DECIMAL(5, 1)",
                        "(SELECT sum(y.n) FROM " + table(depth - 1) + " y WHERE y.k = x.k)::DECIMAL(5, 1)")
                + " AS n, "
                + pick(
                        "x.s",
                        "'c'",
                        "upper(x.s)",
                        "coalesce(x.s, x.k::VARCHAR)",
                        "(SELECT max(y.s) FROM " + table(depth - 1) + " y WHERE y.k " + pick("=", "<", "<>") + " x.k)",
                        "(SELECT y.s FROM " + table(depth - 1) + " y WHERE y.k = x.k AND y.n = x.n AND y.d = x.d)",
                        "(SELECT y.s FROM " + table(depth - 1) + " y WHERE y.k = x.k ORDER BY y.n, y.s LIMIT 1)")
                + " AS s, "
                + pick(
                        "x.d",
                        "x.d + 1",
                        "(x.d + INTERVAL (x.k) MONTH)::DATE",
                        "DATE '2025-01-02'",
                        "(SELECT min(y.d) FROM " + table(depth - 1) + " y)")
                + " AS d FROM " + table(depth) + " x";
    }

    private String number() {
        return pick(
                "x.k",
                "x.k + 1",
                "1",
                "length(x.s)::INTEGER",
                "CASE WHEN x.n > 1 THEN x.k END",
                "(SELECT count(*) FROM m1 y WHERE y.s = x.s)::INTEGER",
                "(x.k IN (SELECT k FROM m2))::INTEGER",
                "(x.s NOT IN (SELECT s FROM m3 z WHERE z.k = x.k))::INTEGER");
    }

    private String joined(int depth) {
        String kind = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "SEMI JOIN", "ANTI JOIN");
        boolean one = kind.startsWith("SEMI") || kind.startsWith("ANTI");
        String columns =
                one ? ROW : pick("x.k, y.n, x.s, y.d", "y.k, x.n, y.s, x.d", "coalesce(x.k, y.k) AS k, x.n, y.s, y.d");
        String on = pick(
                "x.k = y.k",
                "x.s = y.s",
                "x.k = y.k AND x.d = y.d",
                "x.k IS NOT DISTINCT FROM y.k",
                "x.k = y.k + 1",
                "x.k = y.k AND x.n < y.n",
                "x.s = y.s AND x.k IS NOT DISTINCT FROM y.k",
                kind.startsWith("FULL")
                        ? "x.d = y.d"
                        : pick(
                                "x.n <= y.n",
                                "x.k = y.k OR x.s = y.s",
                                "x.s = y.s AND x.k > 0",
                                "x.k = 1",
                                "y.k = 1 AND x.d = y.d"));
        String where = random.nextInt(3) == 0 ? " WHERE " + condition(depth - 1) : "";
        return "SELECT " + columns + " FROM " + table(depth) + " x " + kind + " "
                + table(random.nextBoolean() ? depth : depth - 1) + " y ON " + on + where;
    }

    private String asOf(int depth) {
        return "SELECT " + pick("x.k, y.n, x.s, y.d", "y.k, x.n, y.s, x.d") + " FROM " + table(depth) + " x ASOF "
                + pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN") + " " + table(depth - 1) + " y ON "
                + pick("x.k = y.k AND x.d >= y.d", "x.s = y.s AND x.n > y.n", "x.d <= y.d");
    }

    private String unnested(int depth) {
        return pick(
                "SELECT unnest([x.k, x.k + 1, NULL]) AS k, x.n, x.s, x.d FROM " + table(depth) + " x",
                "SELECT x.k, x.n, t.e AS s, x.d FROM " + table(depth) + " x, unnest(string_split(x.s, 's')) t(e)",
                "SELECT unnest(range(x.k))::INTEGER AS k, x.n, unnest(['p', x.s]) AS s, x.d FROM " + table(depth)
                        + " x",
                "SELECT unnest(list(x.k ORDER BY x.n, x.k)) AS k, max(x.n) AS n, x.s, min(x.d) AS d FROM "
                        + table(depth) + " x GROUP BY x.s");
    }

    private String grouped(int depth) {
        String k = pick(
                        "count(*)",
                        "count(DISTINCT x.s)",
                        "sum(x.k)",
                        "min(x.k)",
                        "arg_max(x.k, x.n)",
                        "mode(x.k)",
                        "grouping(x.s)",
                        "count(x.k) FILTER (WHERE x.n > 1)",
                        "approx_count_distinct(x.k)",
                        "any_value(x.k ORDER BY x.k DESC)")
                + "::INTEGER";
        String n = total() + "::DECIMAL(5, 1)";
        String s = text();
        String d = pick("max(x.d)", "arg_max(x.d, x.s)", "median(x.d)::DATE", "min(x.d)", "last(x.d ORDER BY x.n)");
        String from = " FROM " + table(depth) + " x" + (random.nextInt(3) == 0 ? " WHERE " + condition(depth - 1) : "");
        boolean told = k.startsWith("grouping");
        String having = random.nextInt(4) == 0 ? " HAVING count(*) > 1" : "";
        return switch (random.nextInt(told ? 3 : 6)) {
            case 0 ->
                "SELECT " + k + " AS k, " + n + " AS n, x.s, x.d" + from + " GROUP BY "
                        + pick("ROLLUP (x.s, x.d)", "CUBE (x.s, x.d)", "GROUPING SETS ((x.s), (x.d), ())", "x.s, x.d")
                        + having;
            case 1, 2 -> "SELECT " + k + " AS k, " + n + " AS n, x.s, " + d + " AS d" + from + " GROUP BY x.s" + having;
            case 3 -> "SELECT x.k, " + n + " AS n, " + s + " AS s, " + d + " AS d" + from + " GROUP BY x.k" + having;
            case 4 ->
                "SELECT " + k.replace("grouping(x.s)", "1") + " AS k, " + n + " AS n, " + s + " AS s, " + d + " AS d"
                        + from;
            default ->
                "SELECT x.k % 2 AS k, max(x.n) AS n, " + s + " AS s, x.d + 1 AS d" + from + " GROUP BY x.k % 2, x.d + 1"
                        + having;
        };
    }

    private String total() {
        return pick(
                "sum(x.n)",
                "avg(x.n)",
                "median(x.n)",
                "max(x.n)",
                "sum(DISTINCT x.n)",
                "quantile_disc(x.n, 0.3)",
                "min(x.n) FILTER (WHERE x.k = 1)");
    }

    private String text() {
        return pick(
                "string_agg(x.s, ',' ORDER BY x.s)",
                "string_agg(x.s, ',')",
                "min(x.s)",
                "arg_min(x.s, x.d)",
                "array_to_string(array_agg(x.s ORDER BY x.n, x.s), '-')",
                "mode(x.s)",
                "first(x.s)",
                "string_agg(DISTINCT x.s, '+' ORDER BY x.s DESC)");
    }

    private String windowed(int depth) {
        String k = pick(
                        "row_number()",
                        "rank()",
                        "dense_rank()",
                        "count(*)",
                        "ntile(2)",
                        "lag(x.k)",
                        "lead(x.k, 2, 7)",
                        "nth_value(x.k, 2)")
                + over();
        String n = pick("sum(x.n)", "min(x.n)", "avg(x.n)", "max(x.n)") + framed();
        String s = pick("first_value(x.s)", "last_value(x.s)", "max(x.s)") + framed();
        String d = pick("max(x.d)", "first_value(x.d)") + pick(over(), " OVER ()", " OVER (PARTITION BY x.k)");
        return "SELECT (" + pick(k, "x.k") + ")::INTEGER AS k, (" + pick(n, "x.n") + ")::DECIMAL(5, 1) AS n, "
                + pick(s, "x.s") + " AS s, "
                + pick(d, "x.d") + " AS d FROM " + table(depth) + " x"
                + (random.nextInt(3) == 0 ? " QUALIFY " + pick("row_number()", "rank()") + over() + " <= 2" : "");
    }

    private String partition() {
        return pick(
                "",
                "PARTITION BY x.k ",
                "PARTITION BY x.s ",
                "PARTITION BY x.k, x.s ",
                "PARTITION BY x.k % 2 ",
                "PARTITION BY x.s, x.d ");
    }

    private String over() {
        return " OVER (" + partition() + "ORDER BY "
                + pick("x.n", "x.d DESC", "x.n, x.s, x.d, x.k", "x.s NULLS FIRST", "x.k, x.n") + ")";
    }

    private String framed() {
        String frame = pick(
                "",
                "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
                "ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING",
                "GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
                "RANGE BETWEEN 1 PRECEDING AND CURRENT ROW",
                "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
        return " OVER (" + partition() + "ORDER BY " + pick("x.n ", "x.k DESC ") + frame + ")";
    }

    private String chosen(int depth) {
        String from = " FROM " + table(depth) + " x";
        return pick(
                "SELECT DISTINCT " + ROW + from,
                "SELECT DISTINCT "
                        + pick("x.k, 1.5::DECIMAL(5, 1) AS n, x.s, x.d", "1 AS k, x.n, x.s, DATE '2025-01-01' AS d")
                        + from,
                "SELECT DISTINCT ON (" + pick("x.k", "x.k, x.s", "x.s", "x.k % 2") + ") " + ROW + from + " ORDER BY "
                        + pick("x.n, x.d", "x.d DESC", "x.n NULLS FIRST"),
                "SELECT " + ROW + from + " ORDER BY " + pick("x.n", "x.d DESC, x.k", "x.s, x.n") + " LIMIT "
                        + (1 + random.nextInt(4)) + pick("", " OFFSET 1"));
    }

    private String recursive(int depth) {
        return "WITH RECURSIVE r AS (SELECT " + ROW + ", 0 AS i FROM " + table(depth) + " x"
                + pick("", " WHERE x.k = 0")
                + pick(" UNION ", " UNION ALL ") + "SELECT y.k, y.n, r.s, y.d, r.i + 1 FROM r JOIN " + table(depth - 1)
                + " y ON " + pick("y.k = r.k + 1", "y.s = r.s", "y.k = r.k AND y.n > r.n")
                + " WHERE r.i < 2) SELECT " + ROW.replace("x.", "r.") + " FROM r";
    }

    private String twice(int depth) {
        return "WITH w AS (" + query(depth - 1) + ") SELECT x.k, y.n, x.s, y.d FROM w x "
                + pick("JOIN", "LEFT JOIN", "FULL JOIN") + " w y ON " + pick("x.k = y.k", "x.s = y.s", "x.k = y.k + 1");
    }

    private String condition(int depth) {
        String inner = table(depth - 1) + " z";
        return switch (random.nextInt(10)) {
            case 0 -> "x.k" + pick(" IN", " NOT IN") + " (SELECT z.k FROM " + inner + ")";
            case 1 -> "(x.k, x.s)" + pick(" IN", " NOT IN") + " (SELECT z.k, z.s FROM " + inner + ")";
            case 2 ->
                pick("", "NOT ") + "EXISTS (SELECT 1 FROM " + inner + " WHERE z.k " + pick("=", "<", "<>") + " x.k AND "
                        + pick("z.n > 1", "z.s = x.s", "true") + ")";
            case 3 ->
                "x.n" + pick(" > ALL", " <= ANY", " = ANY", " <> ALL") + " (SELECT z.n FROM " + inner
                        + pick("", " WHERE z.s = x.s") + ")";
            case 4 ->
                "x.n > (SELECT " + pick("avg", "max", "count", "median") + "(z.n) FROM " + inner
                        + pick("", " WHERE z.s = x.s", " WHERE z.k <> x.k") + ")";
            case 5 ->
                "x.k = 1 OR x.s" + pick(" IN", " NOT IN") + " (SELECT z.s FROM " + inner + pick("", " WHERE z.k = x.k")
                        + ")";
            case 6 -> "x.d " + pick("=", "<", ">=", "<>") + " DATE '2025-01-02'";
            case 7 -> "x.s IS " + pick("", "NOT ") + "NULL";
            case 8 -> "x.k " + pick("=", "<", "IS DISTINCT FROM") + " " + pick("x.n", "1", "length(x.s)");
            default -> "x.n BETWEEN 0 AND " + random.nextInt(3) + " OR x.s LIKE '%1'";
        };
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }
}
