package hindsight.merge;

import hindsight.project.Effective;
import hindsight.sql.Identifier;

/**
 * SELECTs over {@code change} and {@code head} that bring base, ours and theirs of each key together: {@code k<i>}, {@code b<i>}, {@code h<i>},
 * {@code t<i>}, and whether each is there.
 */
final class Pairing {
    private static final String THEIRS = "change WHERE _weight > 0";
    private static final String BASE = "change WHERE _weight < 0";

    private final Columns columns;

    Pairing(Columns columns) {
        this.columns = columns;
    }

    /** For each key that the change concerns. */
    String byKey() {
        String keys = Columns.list(columns.key(), i -> "coalesce(t" + i + ", b" + i + ")", "k");
        return there("""
                SELECT %s* FROM (%s) FULL JOIN (%s) ON %s
                LEFT JOIN (%s) ON %s""".formatted(
                        keys,
                        columns.select("t", "true AS theirs", THEIRS),
                        columns.select("b", "true AS base", BASE),
                        Columns.all(columns.key(), i -> "t" + i + " = b" + i),
                        columns.select("h", "true AS ours", "head"),
                        Columns.all(columns.key(), i -> "h" + i + " = coalesce(t" + i + ", b" + i + ")")));
    }

    /**
     * For each key and portion that the change concerns, with {@code since} and {@code until}. All ends of periods cut the time of an entity
     * into portions, so that in each at most one row of a state holds.
     */
    String byPortion(Effective.Period period, String type) {
        String from = Identifier.quote(period.from());
        String to = "coalesce(" + Identifier.quote(period.to()) + ", CAST('infinity' AS " + type + "))";
        String entity =
                String.join(", ", columns.key().stream().map(columns::quoted).toList());
        String touched = "(FROM head SEMI JOIN change USING (" + entity + "))";
        String keys = Columns.list(columns.key(), columns::quoted, "k");
        String ends =
                "SELECT %1$s%2$s AS since FROM change UNION SELECT %1$s%3$s FROM change UNION SELECT %1$s%2$s FROM %4$s UNION SELECT %1$s%3$s FROM %4$s"
                        .formatted(keys, from, to, touched);
        return there("""
                SELECT * FROM (SELECT *, lead(since) OVER (PARTITION BY %s ORDER BY since) AS until FROM (%s))
                LEFT JOIN (%s) ON %s LEFT JOIN (%s) ON %s LEFT JOIN (%s) ON %s
                WHERE until IS NOT NULL AND (theirs OR base)""".formatted(
                        Columns.names(columns.key(), "k"),
                        ends,
                        spans("t", "theirs", THEIRS, from, to),
                        holds("t"),
                        spans("b", "base", BASE, from, to),
                        holds("b"),
                        spans("h", "ours", touched, from, to),
                        holds("h")));
    }

    private String spans(String letter, String flag, String table, String from, String to) {
        return columns.select(
                letter, from + " AS " + letter + "from, " + to + " AS " + letter + "to, true AS " + flag, table);
    }

    private String holds(String letter) {
        return Columns.all(columns.key(), i -> letter + i + " = k" + i) + " AND " + letter + "from <= since AND "
                + letter + "to >= until";
    }

    private static String there(String pairs) {
        return "SELECT * REPLACE (coalesce(theirs, false) AS theirs, coalesce(base, false) AS base, coalesce(ours, false) AS ours) FROM ("
                + pairs + ")";
    }
}
