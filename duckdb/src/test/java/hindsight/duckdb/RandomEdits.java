package hindsight.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Edits of queries as people make them, by chance; not every edited text is one that binds. */
final class RandomEdits {
    private static final List<Swap> SWAPS = List.of(
            new Swap("(?<![\\w.'-])\\d+(?![\\w.'-])", "1", "2", "3", "0", "17"),
            new Swap("(?<=[\\w)] )(<=|>=|<>|<|>|=)(?= [\\w(-])", "<", "<=", ">", "=", "<>", "IS DISTINCT FROM"),
            new Swap("\\b(AND|OR)\\b", "AND", "OR"),
            new Swap("\\b(sum|min|max|count|avg)(?=\\()", "sum", "min", "max", "count"),
            new Swap("(?<=[\\w)]) [+*-] (?=[\\w(])", " + ", " - ", " * "),
            new Swap("\\bWHERE\\b", "WHERE NOT"),
            new Swap("(?<![\\w'])[abcknd](?![\\w'(])", "a", "b", "c", "k", "n", "d"),
            new Swap("(?<!LEFT |RIGHT |FULL |SEMI |ANTI |CROSS |ASOF )JOIN", "LEFT JOIN", "SEMI JOIN"),
            new Swap("(LEFT|RIGHT|FULL|SEMI|ANTI) JOIN", "JOIN", "LEFT JOIN", "ANTI JOIN", "FULL JOIN"),
            new Swap("UNION ALL", "UNION", "EXCEPT ALL"),
            new Swap("\\b(ASC|DESC)\\b", "ASC", "DESC"));

    private final Random random;

    RandomEdits(Random random) {
        this.random = random;
    }

    /** @param others what one place is written as from then on */
    private record Swap(Pattern place, List<String> others) {
        Swap(String place, String... others) {
            this(Pattern.compile(place), List.of(others));
        }
    }

    /**
     * An edited query.
     *
     * @param names of its columns
     * @param other a query over the same tables
     */
    String edit(String sql, List<String> names, String other) {
        String edited = random.nextInt(4) == 0 ? around(sql, names, other) : inside(sql);
        return random.nextInt(4) == 0 ? inside(edited) : edited;
    }

    private String inside(String sql) {
        for (int tries = 0; tries < SWAPS.size(); tries++) {
            Swap swap = pick(SWAPS);
            Matcher matcher = swap.place().matcher(sql);
            List<Integer> places = new ArrayList<>();
            while (matcher.find()) {
                places.add(matcher.start());
            }
            if (!places.isEmpty() && matcher.find(pick(places))) {
                return sql.substring(0, matcher.start()) + pick(swap.others()) + sql.substring(matcher.end());
            }
        }
        return sql;
    }

    private String around(String sql, List<String> names, String other) {
        String column = '"' + pick(names) + '"';
        String second = '"' + pick(names) + '"';
        String condition = second + pick(List.of(" IS NULL", " > 1", " = " + column, " NOT IN ('a', 's1')"));
        return switch (random.nextInt(8)) {
            case 0 -> "SELECT * FROM (" + sql + ") e WHERE " + column + " IS NOT NULL";
            case 1 -> "(" + sql + ") UNION ALL (" + inside(sql) + ")";
            case 2 -> "(" + sql + ") UNION ALL (" + other + ")";
            case 3 -> "SELECT *, " + column + " IS NULL AS extra FROM (" + sql + ") e";
            case 4 -> "SELECT * EXCLUDE (" + column + ") FROM (" + sql + ") e";
            case 5 ->
                "SELECT * REPLACE (CASE WHEN " + condition + " THEN NULL ELSE " + column + " END AS " + column
                        + ") FROM (" + sql + ") e";
            case 6 ->
                "SELECT * REPLACE (CASE WHEN " + condition + " THEN " + second + " ELSE " + column + " END AS " + column
                        + ") FROM (" + sql + ") e";
            default -> "SELECT DISTINCT * FROM (" + sql + ") e";
        };
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
