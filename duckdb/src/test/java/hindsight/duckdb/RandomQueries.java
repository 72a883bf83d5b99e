package hindsight.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random SELECTs over {@code t1}, {@code t2} and {@code t3}, each with whole numbers {@code a}, {@code b} and {@code c}. What they give
 * does not depend on the order of rows.
 */
final class RandomQueries implements QuerySource {
    private final Random random;
    private int aliases;

    RandomQueries(Random random) {
        this.random = random;
    }

    @Override
    public String next() {
        return with(random.nextInt(4) == 0 ? 2 : 1);
    }

    /** A query of three columns a, b and c. */
    private String with(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "WITH w AS (" + query(depth - 1, List.of()) + ") " + shared();
            case 1 ->
                "(" + query(depth, List.of()) + ") " + pick("UNION", "UNION ALL", "EXCEPT", "EXCEPT ALL", "INTERSECT")
                        + " (" + query(depth - 1, List.of()) + ")";
            default -> query(depth, List.of());
        };
    }

    private String shared() {
        return switch (random.nextInt(3)) {
            case 0 -> "SELECT x.a, y.b, x.c FROM w x " + pick("JOIN", "LEFT JOIN", "FULL JOIN") + " w y ON x.a = y.b";
            case 1 -> "FROM w UNION ALL SELECT b, a, c FROM w WHERE " + condition(List.of("w"), 0);
            default -> "SELECT * FROM w WHERE a IN (SELECT b FROM w) OR b > (SELECT min(c) FROM w)";
        };
    }

    /** @param outer aliases that the query may refer to */
    private String query(int depth, List<String> outer) {
        List<String> inner = new ArrayList<>();
        String from = from(depth, inner);
        List<String> seen = new ArrayList<>(outer);
        seen.addAll(inner);
        String where = random.nextInt(3) > 0 ? " WHERE " + condition(seen, depth) : "";
        return switch (random.nextInt(6)) {
            case 0 -> grouped(inner, from + where, depth);
            case 1 ->
                "SELECT " + value(seen, depth) + " AS a, " + windowed(inner) + " AS b, " + windowed(inner)
                        + " AS c FROM " + from + where;
            case 2 -> "SELECT DISTINCT " + list(seen, depth) + " FROM " + from + where;
            case 3 ->
                "SELECT " + list(seen, depth) + " FROM " + from + where + " ORDER BY ALL LIMIT " + random.nextInt(6);
            default -> "SELECT " + list(seen, depth) + " FROM " + from + where;
        };
    }

    private String list(List<String> seen, int depth) {
        return value(seen, depth) + " AS a, " + value(seen, depth) + " AS b, " + value(seen, 0) + " AS c";
    }

    private String grouped(List<String> inner, String rest, int depth) {
        String first = column(inner);
        String second = column(inner);
        String calls = ", " + pick("sum", "min", "max", "count") + "(" + value(inner, 0) + ")"
                + (random.nextInt(3) == 0 ? " FILTER (WHERE " + condition(inner, 0) + ")" : "") + " AS c FROM " + rest;
        String having = random.nextInt(3) == 0 ? " HAVING count(*) > 1 AND max(" + column(inner) + ") < 5" : "";
        return switch (random.nextInt(3)) {
            case 0 -> "SELECT " + first + " AS a, " + second + " AS b" + calls + " GROUP BY ROLLUP (1, 2)" + having;
            case 1 -> "SELECT count(*) AS a, count(DISTINCT " + second + ") AS b" + calls + (depth > 0 ? having : "");
            default -> "SELECT " + first + " + 1 AS a, " + second + " AS b" + calls + " GROUP BY 1, 2" + having;
        };
    }

    private String windowed(List<String> inner) {
        String over = " OVER (PARTITION BY " + column(inner) + (random.nextBoolean() ? ", " + column(inner) : "");
        return switch (random.nextInt(3)) {
            case 0 -> "rank()" + over + " ORDER BY " + value(inner, 0) + " DESC)";
            case 1 -> "sum(" + column(inner) + ")" + over + " ORDER BY " + column(inner) + ")";
            default -> "count(*)" + over + ")";
        };
    }

    private String from(int depth, List<String> inner) {
        String left = table(depth, inner);
        int joins = random.nextInt(3);
        StringBuilder text = new StringBuilder(left);
        for (int i = 0; i < joins; i++) {
            List<String> right = new ArrayList<>();
            boolean lateral = depth > 0 && random.nextInt(5) == 0;
            String table = lateral ? lateral(depth - 1, inner, right) : table(depth, right);
            String kind =
                    lateral ? pick("JOIN", "LEFT JOIN") : pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", ",");
            String on = column(inner) + " = " + column(right);
            inner.addAll(right);
            boolean more = !kind.startsWith("FULL") && !lateral && random.nextInt(3) == 0;
            text.append(' ').append(kind).append(' ').append(table);
            text.append(kind.equals(",") ? "" : " ON " + on + (more ? " AND " + simple(inner) : ""));
        }
        return text.toString();
    }

    private String lateral(int depth, List<String> outer, List<String> inner) {
        String alias = alias(inner);
        return "LATERAL (" + query(depth, outer) + ") " + alias;
    }

    private String table(int depth, List<String> inner) {
        String alias = alias(inner);
        return switch (depth > 0 ? random.nextInt(5) : 4) {
            case 0 -> "(" + query(depth - 1, List.of()) + ") " + alias;
            case 1 -> "(VALUES (1, 2, NULL), (2, 2, 3), (NULL, 0, 1)) " + alias + "(a, b, c)";
            case 2 ->
                "(FROM t1 UNION " + pick("ALL", "") + " SELECT b, a, 7 FROM t2 WHERE " + simple(List.of("t2")) + ") "
                        + alias;
            default -> "t" + (1 + random.nextInt(3)) + " " + alias;
        };
    }

    private String alias(List<String> inner) {
        String alias = "r" + ++aliases;
        inner.add(alias);
        return alias;
    }

    private String condition(List<String> seen, int depth) {
        if (depth <= 0) {
            return simple(seen);
        }
        return switch (random.nextInt(9)) {
            case 0 -> condition(seen, depth - 1) + " AND " + condition(seen, depth - 1);
            case 1 -> "(" + condition(seen, depth - 1) + " OR " + condition(seen, depth - 1) + ")";
            case 2 -> "NOT (" + condition(seen, depth - 1) + ")";
            case 3 -> pick("", "NOT ") + "EXISTS (" + query(depth - 1, seen) + ")";
            case 4 ->
                value(seen, 0) + pick(" IN", " NOT IN") + " (SELECT a FROM (" + query(depth - 1, List.of()) + "))";
            case 5 -> value(seen, 0) + pick(" IN", " NOT IN") + " (" + correlated(seen) + ")";
            case 6 -> value(seen, 0) + pick(" > ALL", " <= ANY", " = ANY") + " (" + correlated(seen) + ")";
            default -> simple(seen);
        };
    }

    private String correlated(List<String> seen) {
        List<String> inner = new ArrayList<>();
        String alias = alias(inner);
        return "SELECT " + column(inner) + " FROM t" + (1 + random.nextInt(3)) + " " + alias + " WHERE " + column(inner)
                + pick(" = ", " < ", " <> ") + column(seen);
    }

    private String simple(List<String> seen) {
        return switch (random.nextInt(5)) {
            case 0 -> column(seen) + " IS " + pick("", "NOT ") + "NULL";
            case 1 -> column(seen) + " IS " + pick("", "NOT ") + "DISTINCT FROM " + column(seen);
            case 2 -> column(seen) + " IN (1, 2, " + column(seen) + ")";
            default -> value(seen, 0) + pick(" = ", " <> ", " < ", " >= ") + value(seen, 0);
        };
    }

    private String value(List<String> seen, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> String.valueOf(random.nextInt(4));
            case 1 -> "(" + column(seen) + pick(" + ", " * ", " - ") + column(seen) + ")";
            case 2 -> "CASE WHEN " + simple(seen) + " THEN " + column(seen) + " ELSE " + random.nextInt(3) + " END";
            case 3 -> "coalesce(" + column(seen) + ", " + column(seen) + ", 9)";
            case 6 -> "(SELECT " + pick("count", "max", "sum") + "(s.a) FROM (" + correlated(seen) + ") s(a))";
            case 7 -> "(SELECT count(*) FROM (" + query(depth - 1, seen) + "))";
            case 8 -> "(SELECT min(a) FROM (" + query(depth - 1, List.of()) + "))";
            default -> column(seen);
        };
    }

    private String column(List<String> seen) {
        return seen.get(random.nextInt(seen.size())) + "." + pick("a", "b", "c");
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    /** Few values, some of them NULL, some rows several times. */
    @Override
    public List<String> tables() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(number -> "CREATE OR REPLACE TABLE t" + number + " AS SELECT * FROM (VALUES "
                        + IntStream.range(0, 3 + random.nextInt(6))
                                .mapToObj(row -> "(" + cell() + ", " + cell() + ", " + cell() + ")")
                                .collect(Collectors.joining(", "))
                        + ") t(a, b, c)")
                .toList();
    }

    private String cell() {
        return random.nextInt(5) == 0 ? "NULL::INTEGER" : random.nextInt(4) + "::INTEGER";
    }
}
